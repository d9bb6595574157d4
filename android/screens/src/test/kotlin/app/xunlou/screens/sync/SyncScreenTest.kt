package app.xunlou.screens.sync

import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsOn
import androidx.compose.ui.test.isOff
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.runComposeUiTest
import app.xunlou.core.Language
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.sync.SyncPresenter
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.FakePreferences
import app.xunlou.presenters.testing.HeldSync
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.TestSyncer
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.startPatrol
import app.xunlou.screens.testing.appears
import app.xunlou.screens.testing.becomes
import app.xunlou.screens.testing.scrollTo
import app.xunlou.screens.testing.tap
import app.xunlou.screens.theme.XunlouTheme
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** The sync, tapped: the screen on the real presenter, the real core and a real server. */
@OptIn(ExperimentalTestApi::class)
class SyncScreenTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val phone = FakePhone()
    private val navigator = Navigator(Place.Sync)
    private val preferences = FakePreferences()

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `what waits is sent in one tap, and what came of it is told until it was read`() {
        lin.workspace.startPatrol()
        on {
            appears("sync-waiting-0").assertIsDisplayed()
            tap("sync-start")
            appears("sync-all-sent").assertIsDisplayed()
            tap("notice-close")
            eventually("nothing waits") { lin.workspace.syncStatus().waiting.changes == 0L }
        }
    }

    @Test
    fun `a sync that runs shows how far it is, and can be stopped`() {
        val held = HeldSync(lin.workspace)
        on(Core(held)) {
            tap("sync-start")
            appears("sync-progress").assertIsDisplayed()
            tap("sync-cancel")
            held.letGo()
            appears("sync-start").assertIsDisplayed()
            appears("notice").assertIsDisplayed()
        }
    }

    @Test
    fun `a revoked phone is told, its refused entries can be exported, and it is enrolled again in the settings`() {
        lin.workspace.startPatrol()
        story.stage.revoke(lin.workspace.me().device)
        on {
            tap("sync-start")
            appears("sync-enrol-again")
            onNodeWithText("这台手机已被停用;未上传的内容都在本机").assertIsDisplayed()
            appears("sync-list")
            scrollTo("sync-list", "sync-export").performClick()
            eventually("the file") { "share xunlou-refused.json application/json" in phone.asked }
            tap("sync-enrol-again")
            eventually("the settings") { navigator.here == Place.Settings }
        }
    }

    @Test
    fun `Wi-Fi only is a switch`() = on {
        appears("sync-wifi-only").assertIsOn().performClick()
        eventually("any network") { !preferences.chosen.value.wifiOnly }
        becomes("sync-wifi-only", isOff())
    }

    private fun on(core: Core = lin.core, test: ComposeUiTest.() -> Unit) = runComposeUiTest {
        val words = Words(Language.CHINESE)
        val presenter = SyncPresenter(core, words, scope, navigator, phone, TestSyncer(core), preferences)
        setContent {
            val state by presenter.state.collectAsState()
            XunlouTheme(words, dark = false) { SyncScreen(state, presenter::on) }
        }
        test()
    }
}
