package app.xunlou.screens.settings

import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isEnabled
import androidx.compose.ui.test.isSelected
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.runComposeUiTest
import app.xunlou.core.Language
import app.xunlou.presenters.Chosen
import app.xunlou.presenters.CodeInbox
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.TextSize
import app.xunlou.presenters.Theme
import app.xunlou.presenters.Words
import app.xunlou.presenters.settings.SettingsPresenter
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.FakePreferences
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.TestSyncer
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import app.xunlou.screens.testing.appears
import app.xunlou.screens.testing.becomes
import app.xunlou.screens.testing.scrollTo
import app.xunlou.screens.testing.tap
import app.xunlou.screens.theme.XunlouTheme
import kotlin.test.assertEquals
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** The settings, tapped: the screen on the real presenter, the real core and a real server. */
@OptIn(ExperimentalTestApi::class)
class SettingsScreenTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val phone = FakePhone()
    private val preferences = FakePreferences()
    private val inbox = CodeInbox()
    private val navigator = Navigator(listOf(Place.Today, Place.Log, Place.Settings))

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `each setting is one tap`() = on {
        tap("settings-language-ENGLISH")
        tap("settings-theme-DARK")
        tap("settings-size-LARGE")
        show("settings-wifi-only").performClick()
        val expected = Chosen(Language.ENGLISH, Theme.DARK, TextSize.LARGE, wifiOnly = false)
        eventually("the choice") { preferences.chosen.value == expected }
        show("settings-theme-DARK")
        becomes("settings-theme-DARK", isSelected())
    }

    @Test
    fun `a code that is typed enrols the phone again`() = on {
        show("settings-enrol-again").assertIsNotEnabled()
        val code = story.stage.enrol("lin")
        show("settings-code").performTextInput(code)
        show("settings-enrol-again")
        becomes("settings-enrol-again", isEnabled())
        show("settings-enrol-again").performClick()
        appears("notice").assertIsDisplayed()
        assertEquals("林晓岚", lin.workspace.me().personName)
    }

    @Test
    fun `a code that is scanned stands in the field, even after another was typed there`() = on {
        show("settings-code").performTextInput("no code")
        show("settings-scan").performClick()
        eventually("the scanner") { "scan" in phone.asked }
        val code = story.stage.enrol("lin")
        inbox.put(code)
        show("settings-code")
        becomes("settings-code", hasText(code))
        show("settings-trust").assertIsDisplayed()
    }

    @Test
    fun `diagnostics are read, and shared as text`() = on {
        show("settings-diagnostics-text")
        show("settings-share").performClick()
        eventually("the sharing") { phone.asked.any { asked -> asked.startsWith("share version ") } }
    }

    @Test
    fun `back leads back`() = on {
        tap("back")
        eventually("the log") { navigator.here == Place.Log }
    }

    private fun on(test: ComposeUiTest.() -> Unit) = runComposeUiTest {
        val words = Words(Language.CHINESE)
        val presenter = SettingsPresenter(lin.core, words, scope, navigator, phone, TestSyncer(lin.core), preferences, inbox)
        presenter.await { it.who.isNotEmpty() }
        setContent {
            val state by presenter.state.collectAsState()
            XunlouTheme(words, dark = false) { SettingsScreen(state, presenter::on) }
        }
        appears("settings-list")
        test()
    }

    private fun ComposeUiTest.show(tag: String) = scrollTo("settings-list", tag)
}
