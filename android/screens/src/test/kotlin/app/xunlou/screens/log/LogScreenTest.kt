package app.xunlou.screens.log

import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.assertTextEquals
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.isEnabled
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.runComposeUiTest
import app.xunlou.core.Language
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.log.LogPresenter
import app.xunlou.presenters.log.LogState
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.eventually
import app.xunlou.screens.testing.appears
import app.xunlou.screens.testing.exists
import app.xunlou.screens.testing.patiently
import app.xunlou.screens.testing.scrollTo
import app.xunlou.screens.testing.tap
import app.xunlou.screens.theme.XunlouTheme
import kotlin.test.assertEquals
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** The day's log, tapped: the screen on the real presenter on the real core. */
@OptIn(ExperimentalTestApi::class)
class LogScreenTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val phone = FakePhone()
    private val navigator = Navigator(listOf(Place.Today, Place.Log))

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `what was written is added, and the field is empty for the next entry`() = shown { state ->
        onNodeWithTag("log-add").assertIsNotEnabled()
        onNodeWithTag("log-entry").performTextInput("协助住户搬家")
        add()
        eventually("the entry") { entries() == listOf("协助住户搬家") }
        patiently("it is read back") { state().entries.size == 1 && !state().adding }
        scrollTo("log-list", "log-entry-${state().entries.single().id}").assertIsDisplayed()
        onNodeWithTag("log-add").assertIsNotEnabled()
        onNodeWithTag("log-entry").performTextInput("整理资料")
        add()
        eventually("the next entry") { entries().toSet() == setOf("协助住户搬家", "整理资料") }
    }

    @Test
    fun `an entry goes with a second tap`() {
        lin.workspace.addLogEntry("协助住户搬家")
        shown { state ->
            val entry = state().entries.single().id
            scrollTo("log-list", "log-remove-$entry").performClick()
            appears("log-remove-cancel")
            scrollTo("log-list", "log-remove-cancel").performClick()
            appears("log-remove-$entry")
            scrollTo("log-list", "log-remove-$entry").performClick()
            appears("log-remove-really")
            scrollTo("log-list", "log-remove-really").performClick()
            eventually("it is gone") { entries().isEmpty() }
            patiently("it is seen to be gone") { !onNodeWithText("协助住户搬家").exists() }
        }
    }

    @Test
    fun `one turns the days back, and with one tap to today`() = shown { _ ->
        onNodeWithTag("log-later").assertIsNotEnabled()
        tap("log-earlier")
        patiently("yesterday") { onNodeWithText("3月17日 周二").exists() }
        assertEquals(false, onNodeWithTag("log-entry").exists(), "only today is written to")
        tap("log-later")
        appears("log-entry")
        tap("log-earlier")
        tap("log-today")
        appears("log-entry")
        onNodeWithTag("log-day").assertTextEquals("3月18日 周三")
    }

    @Test
    fun `the day is shared as a text, and settings are one tap away`() = shown { _ ->
        scrollTo("log-list", "log-share").performClick()
        eventually("the text") { phone.asked.any { it.startsWith("share ") } }
        tap("log-settings")
        eventually("the settings") { navigator.here == Place.Settings }
    }

    /** Once what was typed has come to the presenter. */
    private fun ComposeUiTest.add() {
        patiently("it can be added") { onNode(hasTestTag("log-add") and isEnabled()).exists() }
        onNodeWithTag("log-add").performClick()
    }

    private fun entries() = lin.workspace.dayLog(lin.workspace.todayDate()).entries.map { it.text }

    private fun shown(test: ComposeUiTest.(() -> LogState) -> Unit) = runComposeUiTest {
        val words = Words(Language.CHINESE)
        val presenter = LogPresenter(lin.core, words, scope, navigator, phone)
        setContent {
            val state by presenter.state.collectAsState()
            XunlouTheme(words, dark = false) { LogScreen(state, presenter::on) }
        }
        appears("log-list")
        test { presenter.state.value }
    }
}
