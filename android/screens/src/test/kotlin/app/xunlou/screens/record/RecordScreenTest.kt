package app.xunlou.screens.record

import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsSelected
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.runComposeUiTest
import app.xunlou.core.DocumentId
import app.xunlou.core.Language
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.record.RecordEvent
import app.xunlou.presenters.record.RecordPresenter
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.answerRest
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.startPatrol
import app.xunlou.screens.testing.appears
import app.xunlou.screens.testing.exists
import app.xunlou.screens.testing.patiently
import app.xunlou.screens.testing.scrollTo
import app.xunlou.screens.testing.tap
import app.xunlou.screens.theme.XunlouTheme
import kotlin.test.assertEquals
import kotlin.test.assertNull
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** The record, tapped: the screen on the real presenter on the real core. */
@OptIn(ExperimentalTestApi::class)
class RecordScreenTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val phone = FakePhone()
    private val navigator = Navigator(Place.Today)

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `a tap is in the core, and shown as chosen`() = on(lin.workspace.startPatrol()) { record, _ ->
        choose("record-answer-exits-ok")
        eventually("the answer") { answer(record, "exits") == "ok" }
        appears("record-answer-exits-ok").assertIsSelected()
        onNodeWithText("1 / 47").assertIsDisplayed()
    }

    @Test
    fun `a whole group is normal in one tap, and undone in another`() = on(lin.workspace.startPatrol()) { record, _ ->
        choose("record-normal-floors")
        eventually("the group") { answer(record, "exits") == "ok" }
        tap("notice-action")
        eventually("undone") { answer(record, "exits") == null }
    }

    @Test
    fun `a problem asks for its photo, takes it from the camera, and keeps the note`() = on(lin.workspace.startPatrol()) { record, _ ->
        choose("record-answer-lifts-problem")
        appears("record-missing-lifts").assertIsDisplayed()
        choose("record-lifts-camera")
        eventually("the camera") { "camera $record lifts" in phone.asked }
        lin.workspace.attachPhoto(record, "lifts", "image/jpeg", story.stage.photo(3))
        appears("record-lifts-photo-0")
        show("record-note-lifts").performTextInput("2号梯平层不准")
        eventually("the note") { item(record, "lifts").note == "2号梯平层不准" }
    }

    @Test
    fun `finish goes to what is missing, and ends the record once nothing is`() = on(lin.workspace.startPatrol()) { record, _ ->
        lin.workspace.answerRest(record)
        lin.workspace.clearAnswers(record, listOf("garage"))
        patiently("one is left") { onNodeWithText("剩余 1 项").exists() }
        onNodeWithTag("record-finish").performClick()
        appears("record-missing-garage").assertIsDisplayed()
        choose("record-answer-garage-ok")
        eventually("the answer") { answer(record, "garage") == "ok" }
        onNodeWithTag("record-finish").performClick()
        eventually("the end") { lin.workspace.record(record).end != null }
        appears("record-back").performClick()
        eventually("back") { navigator.here == Place.Today }
    }

    @Test
    fun `rain brings its items, and they go with it`() = on(lin.workspace.startPatrol()) { record, _ ->
        show("record-rain").performClick()
        eventually("rain") { lin.workspace.record(record).rain }
        show("record-rain").performClick()
        eventually("no rain") { !lin.workspace.record(record).rain }
        assertNull(lin.workspace.record(record).groups.find { it.id == "rain" })
    }

    @Test
    fun `it opens at the item where the person was`() {
        val record = lin.workspace.startPatrol()
        on(record, at = "parking") { _, _ ->
            onNodeWithTag("record-item-parking").assertIsDisplayed()
            assertEquals(false, onNodeWithTag("record-rain").exists())
        }
    }

    private fun on(record: DocumentId, at: String? = null, test: ComposeUiTest.(DocumentId, RecordPresenter) -> Unit) = runComposeUiTest {
        navigator.go(Place.Record(record, at))
        val words = Words(Language.CHINESE)
        val presenter = RecordPresenter(Place.Record(record, at), lin.core, words, scope, navigator, phone)
        setContent {
            val state by presenter.state.collectAsState()
            XunlouTheme(words, dark = false) { RecordScreen(record, state, presenter::on) }
        }
        appears("record-list")
        test(record, presenter)
    }

    private fun ComposeUiTest.show(tag: String) = scrollTo("record-list", tag)

    private fun ComposeUiTest.choose(tag: String) = show(tag).performClick()

    private fun item(record: DocumentId, id: String) = lin.workspace.record(record).groups.flatMap { it.items }.first { it.id == id }

    private fun answer(record: DocumentId, id: String) = item(record, id).answer
}
