package app.xunlou.screens

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.isEnabled
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.runComposeUiTest
import app.xunlou.core.CaseState
import app.xunlou.core.DocumentId
import app.xunlou.core.DutySubject
import app.xunlou.core.Language
import app.xunlou.core.RecordView
import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.CodeInbox
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Phone
import app.xunlou.presenters.PhotoPurpose
import app.xunlou.presenters.Place
import app.xunlou.presenters.Presenters
import app.xunlou.presenters.Showing
import app.xunlou.presenters.Words
import app.xunlou.presenters.setup.Enrolment
import app.xunlou.presenters.setup.SetUpPresenter
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.FakePreferences
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.NewPhone
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.answerRest
import app.xunlou.presenters.testing.eventually
import app.xunlou.screens.testing.appears
import app.xunlou.screens.testing.becomes
import app.xunlou.screens.testing.exists
import app.xunlou.screens.testing.patiently
import app.xunlou.screens.testing.scrollTo
import app.xunlou.screens.testing.tap
import app.xunlou.screens.theme.XunlouTheme
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** The app as a whole, on a real core and with a real server: only the phone's camera is played. */
@OptIn(ExperimentalTestApi::class)
class MorningTest {
    private val story = Story()
    private val office = story.phone("tang").workspace
    private val new = NewPhone()
    private val scope = MainScope()
    private val navigator = Navigator(Place.Today)
    private val words = Words(Language.CHINESE)

    /** The camera is never waited for: what it takes lands in the core. */
    private val phone: Phone = object : Phone by FakePhone() {
        override fun takePhoto(purpose: PhotoPurpose) {
            new.workspace.attachPhoto(purpose.document, checkNotNull(purpose.item), "image/jpeg", story.stage.photo(1))
        }
    }

    @AfterEach
    fun end() {
        scope.close()
        new.close()
        story.close()
    }

    @Test
    fun `the morning of a butler, from set-up over a patrol without a network to the office`() = runComposeUiTest {
        begin()
        setUp()
        story.stage.stop()
        val patrol = patrol()
        val visit = visit()
        writeLog()
        onNodeWithTag("tab-Sync").performClick()
        syncWithout()
        story.stage.start(story.now)
        sync()

        office.sync()
        val seen = office.record(patrol)
        assertEquals("2号梯平层不准", seen.item("lifts").note)
        assertEquals(1, seen.item("lifts").photos.size)
        assertTrue(seen.rain)
        assertNotNull(seen.end)
        val case = office.openCases().single { it.found?.record == patrol }
        assertEquals(CaseState.DISPATCHED, case.state)
        assertEquals("engineering", case.department)
        assertEquals(seen.item("lifts").photos.map { it.hash }, case.photos)
        assertNotNull(office.record(visit).end)
    }

    /** The code is typed, the server looked at, the phone named; then the first sync brings rules and files. */
    private fun ComposeUiTest.setUp() {
        appears("setup-code").performTextInput(story.stage.enrol("lin"))
        becomes("setup-next", isEnabled())
        tap("setup-next")
        appears("setup-device").performTextInput("林的手机")
        tap("setup-enrol")
        appears("today")
        assertEquals("林的手机", core.me().deviceLabel)
    }

    /** A round in the rain: a lift has a problem with a note, a photo and a case; all else is well. */
    private fun ComposeUiTest.patrol(): DocumentId {
        val duty = core.today().first { it.duty == "butler_patrol" && it.slot == "morning" }
        val area = (duty.subject as DutySubject.Area).area
        tapIn("today-list", "today-open-${duty.duty}/${duty.slot}/$area")
        appears("record-list")
        val record = (navigator.here as Place.Record).document
        tapIn("record-list", "record-rain")
        eventually("rain") { core.record(record).rain }
        tapIn("record-list", "record-normal-floors")
        eventually("the floors") { core.record(record).item("exits").answer == "ok" }
        tapIn("record-list", "record-answer-lifts-problem")
        eventually("the problem") { core.record(record).item("lifts").problem }
        scrollTo("record-list", "record-note-lifts").performTextInput("2号梯平层不准")
        eventually("the note") { core.record(record).item("lifts").note == "2号梯平层不准" }
        tapIn("record-list", "record-lifts-camera")
        eventually("the photo") { core.record(record).item("lifts").photos.size == 1 }
        tapIn("record-list", "record-report-lifts")
        tapIn("record-list", "record-department-engineering")
        tapIn("record-list", "record-report-send")
        eventually("the case") { core.openCases().any { it.found?.record == record } }
        finish(record)
        return record
    }

    /** A household is searched and visited. */
    private fun ComposeUiTest.visit(): DocumentId {
        tap("tab-Households")
        appears("households-areas")
        onNodeWithTag("households-search").performTextInput("1-101")
        tap("households-hit-1-101")
        tap("household-visit")
        appears("record-list")
        val record = (navigator.here as Place.Record).document
        finish(record)
        tap("back")
        return record
    }

    /** What is open is answered, and the record finished; one is then where one came from. */
    private fun ComposeUiTest.finish(record: DocumentId) {
        core.answerRest(record)
        patiently("nothing is missing") { core.record(record).missing.isEmpty() }
        tap("record-finish")
        eventually("the end") { core.record(record).end != null }
        tap("record-back")
    }

    private fun ComposeUiTest.writeLog() {
        tap("tab-Log")
        appears("log-entry").performTextInput("协助住户搬家")
        becomes("log-add", isEnabled())
        tap("log-add")
        eventually("the entry") { core.dayLog(core.todayDate()).entries.any { it.text == "协助住户搬家" } }
    }

    /** Without a network it says so, and everything waits. */
    private fun ComposeUiTest.syncWithout() {
        val before = core.syncStatus().waiting
        tap("sync-start")
        patiently("why not") { onNodeWithTag("notice").exists() }
        assertTrue(before.changes > 0 && before.photos > 0)
        assertEquals(before, core.syncStatus().waiting)
    }

    private fun ComposeUiTest.sync() {
        becomes("sync-start", isEnabled())
        tap("sync-start")
        eventually("that nothing waits") { core.syncStatus().waiting.run { changes == 0L && photos == 0L } }
        appears("sync-all-sent")
    }

    private val core: WorkspaceInterface get() = new.workspace

    /** The app is opened for the first time. */
    private fun ComposeUiTest.begin() {
        val inbox = CodeInbox()
        var showing by mutableStateOf<Showing>(Showing.Opening)
        val enrolment = object : Enrolment by new {
            override fun ready() {
                val presenters = Presenters(checkNotNull(new.core), words, scope, navigator, phone, new.syncer, FakePreferences(), inbox) {}
                showing = Showing.Work(presenters)
            }
        }
        showing = Showing.SetUp(SetUpPresenter(enrolment, new.syncer, inbox, phone, words, scope))
        setContent {
            XunlouTheme(words, dark = false) { RootScreen(showing, Standing(), RootActions({}, {}, {})) }
        }
    }

    private fun ComposeUiTest.tapIn(list: String, tag: String) {
        appears(list)
        patiently("$tag is there") {
            try {
                scrollTo(list, tag).exists()
            } catch (_: AssertionError) {
                false
            }
        }
        onNodeWithTag(tag).performClick()
    }

    private fun RecordView.item(id: String) = groups.flatMap { it.items }.first { it.id == id }
}
