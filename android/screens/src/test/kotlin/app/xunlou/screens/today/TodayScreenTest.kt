package app.xunlou.screens.today

import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.assertTextContains
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.runComposeUiTest
import app.xunlou.core.Language
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.today.TodayPresenter
import app.xunlou.presenters.today.TodayState
import app.xunlou.screens.testing.appears
import app.xunlou.screens.testing.exists
import app.xunlou.screens.testing.patiently
import app.xunlou.screens.testing.scrollTo
import app.xunlou.screens.testing.tap
import app.xunlou.screens.theme.XunlouTheme
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** 今日, tapped: the screen on the real presenter on the real core. */
@OptIn(ExperimentalTestApi::class)
class TodayScreenTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val navigator = Navigator(Place.Today)

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `the patrol that is due is the first thing, and one tap begins it`() = shown { state ->
        val due = state().now.first()
        onNodeWithTag("today-duty-${due.id}").assertIsDisplayed()
        onNodeWithContentDescription("开始 · 楼宇巡查 · 上午 · 东区 · 10:30–11:00").assertIsDisplayed()
        tap("today-open-${due.id}")
        eventually("the record") { navigator.here is Place.Record }
        navigator.back()
        val going = "继续 · 楼宇巡查 · 上午 · 东区 · 10:30–11:00"
        patiently("it can be gone on with") { onNodeWithContentDescription(going).exists() }
    }

    @Test
    fun `a slot that was missed is excused in its card`() = shown { state ->
        val missed = state().areas.single().duties.first { it.canExcuse }
        choose("today-excuse-${missed.id}")
        scrollTo("today-list", "today-excuse-send").assertIsNotEnabled()
        choose("today-reason-training")
        scrollTo("today-list", "today-excuse-note").performTextInput("晨会延长")
        choose("today-excuse-send")
        eventually("the excuse") { lin.workspace.today().first { it.duty == "morning_greeting" }.record != null }
        appears("notice").assertIsDisplayed()
        patiently("the form is gone") { !onNodeWithTag("today-excuse-note").exists() }
        val record = lin.workspace.today().first { it.duty == "morning_greeting" }.record!!
        assertEquals("晨会延长", lin.workspace.record(record).excuse?.note)
        tap("notice-close")
        patiently("the notice is gone") { !onNodeWithTag("notice").exists() }
    }

    @Test
    fun `an excuse that is dropped leaves no trace`() = shown { state ->
        val missed = state().areas.single().duties.first { it.canExcuse }
        choose("today-excuse-${missed.id}")
        choose("today-excuse-cancel")
        patiently("the form is gone") { !onNodeWithTag("today-excuse-note").exists() }
        scrollTo("today-list", "today-excuse-${missed.id}").assertIsDisplayed()
        assertFalse(lin.workspace.today().any { it.record != null })
    }

    @Test
    fun `there are ways to report in an area, to a household and to the settings`() = shown { state ->
        val area = state().areas.single()
        choose("today-report-${area.id}")
        eventually("the report") { navigator.here == Place.NewCase(area = area.id) }
        choose("today-visit-${area.visits.first().id}")
        eventually("the household") { navigator.here == Place.Household(area.visits.first().id) }
        tap("today-settings")
        eventually("the settings") { navigator.here == Place.Settings }
    }

    @Test
    fun `what waits to be sent is always in sight, and leads to syncing`() = shown { _ ->
        onNodeWithTag("today-sync").assertTextContains("全部已上传")
        lin.workspace.addLogEntry("协助住户搬家")
        patiently("it waits") { !onNodeWithTag("today-sync").says("全部已上传") }
        onNodeWithTag("today-sync").performClick()
        eventually("there") { navigator.here == Place.Sync }
    }

    private fun SemanticsNodeInteraction.says(text: String): Boolean = try {
        assertTextContains(text)
        true
    } catch (_: AssertionError) {
        false
    }

    private fun shown(test: ComposeUiTest.(() -> TodayState) -> Unit) = runComposeUiTest {
        val words = Words(Language.CHINESE)
        val presenter = TodayPresenter(lin.core, words, scope, navigator)
        setContent {
            val state by presenter.state.collectAsState()
            XunlouTheme(words, dark = false) { TodayScreen(state, presenter::on) }
        }
        appears("today-list")
        test { presenter.state.value }
    }

    private fun ComposeUiTest.choose(tag: String) {
        patiently("$tag can be reached") {
            try {
                scrollTo("today-list", tag).exists()
            } catch (_: AssertionError) {
                false
            }
        }
        onNodeWithTag(tag).performClick()
    }
}
