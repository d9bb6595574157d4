package app.xunlou.screens.casedetails

import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsEnabled
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.isEnabled
import androidx.compose.ui.test.isSelected
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.runComposeUiTest
import app.xunlou.core.CaseFact
import app.xunlou.core.CaseStep
import app.xunlou.core.DocumentId
import app.xunlou.core.Language
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.casedetails.CaseDetailsPresenter
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.reportOf
import app.xunlou.presenters.testing.step
import app.xunlou.screens.testing.appears
import app.xunlou.screens.testing.becomes
import app.xunlou.screens.testing.exists
import app.xunlou.screens.testing.patiently
import app.xunlou.screens.testing.scrollTo
import app.xunlou.screens.testing.tap
import app.xunlou.screens.theme.XunlouTheme
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** A case, tapped: the screen on the real presenter on the real core. */
@OptIn(ExperimentalTestApi::class)
class CaseDetailsScreenTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val phone = FakePhone()
    private val navigator = Navigator(Place.Cases)
    private val repair = lin.workspace.reportOf("1-101", "厨房水管漏水")

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `a case is sent to a department`() = run {
        choose("case-step-DISPATCHED")
        appears("case-save").assertIsNotEnabled()
        choose("case-department-engineering")
        save()
        eventually("the dispatch") { facts().singleOrNull()?.department == "engineering" }
    }

    @Test
    fun `the callback is one tap away, and asks how satisfied the resident is`() {
        lin.workspace.step(repair, CaseStep.HANDLED)
        story.clock("10:45")
        run {
            tap("case-next")
            appears("case-points-4")
            onNodeWithTag("case-save").assertIsNotEnabled()
            choose("case-points-4")
            becomes("case-points-4", isSelected())
            onNodeWithText("满意度 4 分").assertIsDisplayed()
            show("case-note").performTextInput("业主很满意")
            save()
            eventually("the callback") { facts().size == 2 }
            val fact = facts().last()
            assertEquals(CaseStep.CALLED_BACK, fact.step)
            assertEquals(4L, fact.satisfaction)
            assertEquals("业主很满意", fact.note)
            patiently("the form goes") { !onNodeWithTag("case-save").exists() }
        }
    }

    @Test
    fun `a step that is dropped is not taken`() = run {
        choose("case-step-HANDLED")
        show("case-note").performTextInput("误点")
        tap("case-cancel")
        patiently("the form goes") { !onNodeWithTag("case-note").exists() }
        assertTrue(facts().isEmpty())
    }

    @Test
    fun `a photo is taken, and shown`() = run {
        choose("case-camera")
        eventually("the camera") { "camera $repair" in phone.asked }
        lin.workspace.attachCasePhoto(repair, "image/jpeg", story.stage.photo(3))
        patiently("the photo") { onNodeWithTag("case-photo-0").exists() }
    }

    @Test
    fun `a closed case can only be read, and left`() {
        lin.workspace.step(repair, CaseStep.CLOSED)
        navigator.go(Place.CaseDetails(repair))
        run {
            appears("case-back").assertIsEnabled()
            for (tag in listOf("case-steps", "case-camera", "case-next")) assertEquals(false, onNodeWithTag(tag).exists())
            tap("case-back")
            eventually("back") { navigator.here == Place.Cases }
        }
    }

    private fun run(test: ComposeUiTest.() -> Unit) = runComposeUiTest {
        val words = Words(Language.CHINESE)
        val presenter = CaseDetailsPresenter(Place.CaseDetails(repair), lin.core, words, scope, navigator, phone)
        setContent {
            val state by presenter.state.collectAsState()
            XunlouTheme(words, dark = false) { CaseDetailsScreen(repair, state, presenter::on) }
        }
        appears("case-list")
        test()
    }

    private fun facts(): List<CaseFact> = lin.workspace.caseView(repair).facts

    private fun ComposeUiTest.show(tag: String) = scrollTo("case-list", tag)

    private fun ComposeUiTest.choose(tag: String) = show(tag).performClick()

    /** Once what the step needs is there. */
    private fun ComposeUiTest.save() {
        becomes("case-save", isEnabled())
        tap("case-save")
    }
}
