package app.xunlou.screens.setup

import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.assertTextEquals
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.runComposeUiTest
import app.xunlou.core.Language
import app.xunlou.presenters.CodeInbox
import app.xunlou.presenters.Core
import app.xunlou.presenters.Words
import app.xunlou.presenters.setup.Enrolment
import app.xunlou.presenters.setup.SetUpPresenter
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.HeldSync
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.NewPhone
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.TestSyncer
import app.xunlou.presenters.testing.eventually
import app.xunlou.screens.testing.appears
import app.xunlou.screens.testing.becomes
import app.xunlou.screens.testing.tap
import app.xunlou.screens.theme.XunlouTheme
import java.time.OffsetDateTime
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlinx.coroutines.awaitCancellation
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** The set-up, tapped: the screen on the real presenter, a real core and a real server. */
@OptIn(ExperimentalTestApi::class)
class SetUpScreenTest {
    private val story = Story()
    private val scope = MainScope()
    private val system = FakePhone()
    private val inbox = CodeInbox()

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `a butler types the code, names the phone, and is at work`() = NewPhone().use { phone ->
        on(phone, phone.syncer) {
            appears("setup-code").performTextInput(story.stage.enrol("lin"))
            tap("setup-next")
            appears("setup-trust").assertIsDisplayed()
            onNodeWithTag("setup-device").performTextInput("林的手机")
            tap("setup-enrol")
            eventually("the end of the set-up") { phone.isReady }
            assertEquals("林的手机", phone.workspace.me().deviceLabel)
        }
    }

    @Test
    fun `the scanner is one tap away, and what it brings is shown`() = NewPhone().use { phone ->
        on(phone, phone.syncer) {
            tap("setup-scan")
            eventually("the scanner") { "scan" in system.asked }
            inbox.put(story.stage.enrol("lin"))
            appears("setup-server").assertIsDisplayed()
            tap("setup-start-over")
            appears("setup-code")
            assertFalse(phone.hasDatabase)
        }
    }

    @Test
    fun `what is no code of ours is told`() = NewPhone().use { phone ->
        on(phone, phone.syncer) {
            appears("setup-code").performTextInput("https://example.com")
            tap("setup-next")
            appears("notice")
            onNodeWithText("这不是巡楼的登记码,请核对").assertIsDisplayed()
        }
    }

    @Test
    fun `while the server is being asked nothing else can be tapped`() {
        val never = object : Enrolment {
            override val core = null

            override suspend fun enrol(link: String, label: String): Core = awaitCancellation()

            override fun ready() = Unit
        }
        on(never, TestSyncer { null }) {
            inbox.put(story.stage.enrol("lin"))
            tap("setup-enrol")
            becomes("setup-enrol", hasText("正在登记"))
            onNodeWithTag("setup-enrol").assertIsNotEnabled()
            onNodeWithTag("setup-start-over").assertIsNotEnabled()
            onNodeWithTag("setup-device").assertIsNotEnabled()
        }
    }

    @Test
    fun `the first sync says whose phone it is, can be stopped, and resumed`() {
        lateinit var held: HeldSync
        NewPhone { core -> HeldSync(core).also { held = it } }.use { phone ->
            on(phone, phone.syncer) {
                inbox.put(story.stage.enrol("lin"))
                tap("setup-enrol")
                appears("setup-hello").assertTextEquals("您好,林晓岚(区域客服管家)")
                appears("sync-progress").assertIsDisplayed()
                eventually("the sync") { phone.syncer.state.value.running }
                story.stage.stop()
                tap("setup-cancel")
                held.letGo()
                appears("setup-resume")
                assertFalse(phone.isReady)
                story.stage.start(OffsetDateTime.parse("2026-03-18T10:30:00+08:00"))
                tap("setup-resume")
                eventually("the end of the set-up") { phone.isReady }
            }
        }
    }

    private fun on(enrolment: Enrolment, syncer: TestSyncer, test: ComposeUiTest.() -> Unit) = runComposeUiTest {
        val words = Words(Language.CHINESE)
        val presenter = SetUpPresenter(enrolment, syncer, inbox, system, words, scope)
        setContent {
            val state by presenter.state.collectAsState()
            XunlouTheme(words, dark = false) { SetUpScreen(state, presenter::on) }
        }
        test()
    }
}
