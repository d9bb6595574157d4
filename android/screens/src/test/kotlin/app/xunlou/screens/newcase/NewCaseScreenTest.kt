package app.xunlou.screens.newcase

import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.isEnabled
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.runComposeUiTest
import app.xunlou.core.CaseKind
import app.xunlou.core.CaseView
import app.xunlou.core.Language
import app.xunlou.core.Severity
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.newcase.NewCasePresenter
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.eventually
import app.xunlou.screens.testing.appears
import app.xunlou.screens.testing.becomes
import app.xunlou.screens.testing.exists
import app.xunlou.screens.testing.tap
import app.xunlou.screens.theme.XunlouTheme
import java.time.Instant
import kotlin.test.assertEquals
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** A report, tapped and typed: the screen on the real presenter on the real core. */
@OptIn(ExperimentalTestApi::class)
class NewCaseScreenTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val navigator = Navigator(Place.Today)
    private val household = lin.workspace.search("1-101", 1).single().household

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `what was typed and chosen is reported`() = on(Place.NewCase(household)) {
        onNodeWithTag("newcase-send").assertIsNotEnabled()
        onNodeWithTag("newcase-title").performTextInput("厨房水管漏水")
        choose("newcase-severity-URGENT")
        choose("newcase-department-engineering")
        val case = send()
        assertEquals(listOf("厨房水管漏水", "engineering"), listOf(case.title, case.department))
        assertEquals(Severity.URGENT, case.severity)
        assertEquals(CaseKind.REPAIR, case.kind)
    }

    @Test
    fun `a resident is promised a reply by a day and a time`() = on(Place.NewCase(household)) {
        assertEquals(false, onNodeWithTag("newcase-agreed").exists())
        choose("newcase-kind-FEEDBACK")
        onNodeWithTag("newcase-title").performTextInput("想了解车位")
        appears("newcase-agreed")
        choose("newcase-agreed")
        appears("newcase-day")
        choose("newcase-day")
        tap("newcase-day-save")
        choose("newcase-time")
        tap("newcase-time-save")
        onNodeWithTag("newcase-day").performScrollTo().assertIsDisplayed()
        assertEquals(Instant.parse("2026-03-19T10:30:00+08:00"), send().agreed)
    }

    @Test
    fun `one goes back without reporting anything`() = on(Place.NewCase()) {
        onNodeWithTag("newcase-title").performTextInput("东门路灯不亮")
        tap("back")
        eventually("back") { navigator.here == Place.Today }
        assertEquals(emptyList(), lin.workspace.openCases())
    }

    private fun on(place: Place.NewCase, test: ComposeUiTest.() -> Unit) = runComposeUiTest {
        navigator.go(place)
        val words = Words(Language.CHINESE)
        val presenter = NewCasePresenter(place, lin.core, words, scope, navigator)
        setContent {
            val state by presenter.state.collectAsState()
            XunlouTheme(words, dark = false) { NewCaseScreen(state, presenter::on) }
        }
        appears("newcase-form")
        test()
    }

    private fun ComposeUiTest.choose(tag: String) = onNodeWithTag(tag).performScrollTo().performClick()

    private fun ComposeUiTest.send(): CaseView {
        becomes("newcase-send", isEnabled())
        tap("newcase-send")
        eventually("the case") { navigator.here is Place.CaseDetails }
        return lin.workspace.openCases().single()
    }
}
