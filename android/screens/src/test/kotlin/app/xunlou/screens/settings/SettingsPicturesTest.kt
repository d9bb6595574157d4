package app.xunlou.screens.settings

import androidx.compose.foundation.lazy.rememberLazyListState
import app.xunlou.core.Language
import app.xunlou.presenters.Chosen
import app.xunlou.presenters.CodeInbox
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Theme
import app.xunlou.presenters.Words
import app.xunlou.presenters.settings.SettingsPresenter
import app.xunlou.presenters.settings.SettingsState
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.FakePreferences
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.TestSyncer
import app.xunlou.presenters.testing.await
import app.xunlou.screens.pictures.Look
import app.xunlou.screens.pictures.picture
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** The settings as they look, with states of the real presenter on the real core. */
class SettingsPicturesTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val inbox = CodeInbox()

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `the settings in every look`() {
        take("settings", state())
        take("settings-dark", state(Chosen(theme = Theme.DARK)), Look(dark = true))
        take("settings-large", state(), Look(text = 2f))
        take("settings-english", state(Chosen(Language.ENGLISH)), Look(Language.ENGLISH))
    }

    @Test
    fun `a new code for this phone, and whose phone it is`() {
        inbox.put("xunlou://enrol?server=https%3A%2F%2Fxunlou.qiyunli.example&pin=${"A".repeat(43)}&code=K7QM4X2P")
        take("settings-again", state { it.again.server != null }, at = ACCOUNT)
        take("settings-again-large", state { it.again.server != null }, Look(text = 2f), at = ACCOUNT + 1)
    }

    @Test
    fun `diagnostics, after the phone was enrolled again`() {
        val done = Notice.done(Words(Language.CHINESE)("settings-enrolled"))
        take("settings-diagnostics", state().copy(notice = done), at = ACCOUNT + 2)
    }

    private fun state(chosen: Chosen = Chosen(), such: (SettingsState) -> Boolean = { true }): SettingsState {
        val presenter = SettingsPresenter(
            lin.core,
            Words(chosen.language),
            scope,
            Navigator(Place.Settings),
            FakePhone(),
            TestSyncer(lin.core),
            FakePreferences(chosen),
            inbox,
        )
        val state = presenter.await { it.who.isNotEmpty() && such(it) }
        // Ids are drawn anew in each test, and the system is that of the machine.
        val diagnostics = state.diagnostics.replace(ID, "6f6d8e0c-3a61-4c3f-9d0e-5b0a4f1f7a11").replace(SYSTEM, "system Android 15")
        return state.copy(diagnostics = diagnostics, device = "林的手机")
    }

    private fun take(name: String, state: SettingsState, look: Look = Look(), at: Int = 0) =
        picture(name, look) { SettingsScreen(state, {}, rememberLazyListState(at)) }

    private companion object {
        /** Where in the list it is said whose phone it is. */
        const val ACCOUNT = 4
        val ID = Regex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        val SYSTEM = Regex("(?m)^system .*$")
    }
}
