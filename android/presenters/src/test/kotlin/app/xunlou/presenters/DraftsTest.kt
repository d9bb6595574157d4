package app.xunlou.presenters

import app.xunlou.core.CaseKind
import app.xunlou.core.CaseStep
import app.xunlou.core.FieldSource
import app.xunlou.core.Language
import app.xunlou.core.Severity
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.casedetails.CaseDetailsEvent
import app.xunlou.presenters.casedetails.CaseDetailsPresenter
import app.xunlou.presenters.casedetails.CaseDetailsState
import app.xunlou.presenters.conflicts.ConflictsEvent
import app.xunlou.presenters.conflicts.ConflictsPresenter
import app.xunlou.presenters.household.At
import app.xunlou.presenters.household.HouseholdEvent
import app.xunlou.presenters.household.HouseholdPresenter
import app.xunlou.presenters.log.LogEvent
import app.xunlou.presenters.log.LogPresenter
import app.xunlou.presenters.newcase.NewCaseEvent
import app.xunlou.presenters.newcase.NewCasePresenter
import app.xunlou.presenters.testing.Apart
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.Handset
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.reportOf
import app.xunlou.presenters.today.TodayEvent
import app.xunlou.presenters.today.TodayPresenter
import app.xunlou.presenters.today.TodayState
import java.time.LocalDate
import java.time.LocalTime
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** What was filled in and not saved yet is there again after the app was killed, until it is saved or dropped. */
class DraftsTest {
    private val story = Story("2026-03-18T11:30:00+08:00")
    private val lin = story.phone("lin")
    private val phone = FakePhone()
    private val navigator = Navigator(Place.Today)
    private val words = Words(Language.CHINESE)
    private var scope = MainScope()

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `an entry of the log`() {
        fun open() = LogPresenter(lin.core, words, scope, navigator, phone).also { it.await("the log") { state -> !state.loading } }
        open().on(LogEvent.Typed("协助住户搬家"))
        killed(Place.Log, last = "协助住户搬家")
        val again = open()
        assertEquals("协助住户搬家", again.state.value.draft)
        again.on(LogEvent.Added)
        again.await("added") { it.entries.size == 1 && !it.adding }
        forgotten(Place.Log)
    }

    @Test
    fun `a case to report, with all that was chosen`() {
        val place = Place.NewCase(household = lin.household("1-101"))
        fun open() = NewCasePresenter(place, lin.core, words, scope, navigator).also { it.await("the form") { state -> !state.loading } }
        val form = open()
        form.on(NewCaseEvent.KindChosen(CaseKind.COMPLAINT))
        form.on(NewCaseEvent.SeverityChosen(Severity.URGENT))
        form.on(NewCaseEvent.DepartmentChosen("security"))
        form.on(NewCaseEvent.TitleTyped("楼上装修太吵"))
        form.on(NewCaseEvent.DetailTyped("中午也"))
        form.on(NewCaseEvent.PromiseChanged(true))
        form.await("the promise") { it.agreed != null }
        form.on(NewCaseEvent.TimeChosen(LocalTime.of(9, 15)))
        val before = form.await("its time") { it.agreed?.time == LocalTime.of(9, 15) }
        killed(place, last = "2026-03-19T09:15")
        val again = open()
        assertEquals(before, again.state.value)
        again.on(NewCaseEvent.SendTapped)
        eventually("the case") { navigator.here is Place.CaseDetails || lin.workspace.openCases().isNotEmpty() }
        forgotten(place)
        assertEquals("", open().state.value.title, "the next one is a new one")
    }

    @Test
    fun `the next step of a case`() {
        val case = lin.workspace.reportOf("1-101", "厨房水管漏水")
        val place = Place.CaseDetails(case)
        fun open() = CaseDetailsPresenter(place, lin.core, words, scope, navigator, phone).also { it.await("the case") { state -> !state.loading } }
        val before = open()
        before.on(CaseDetailsEvent.StepTapped(CaseStep.DISPATCHED))
        before.on(CaseDetailsEvent.NoteTyped("下午三点以后家里有人"))
        before.on(CaseDetailsEvent.DepartmentChosen("engineering"))
        killed(place, last = "engineering")
        val again = open()
        assertEquals(CaseDetailsState.Form(CaseStep.DISPATCHED, "下午三点以后家里有人", "engineering"), again.state.value.form)
        again.on(CaseDetailsEvent.Dropped)
        forgotten(place)
    }

    @Test
    fun `fields of a customer file`() {
        val place = Place.Household(lin.household("1-101"))
        fun open() = HouseholdPresenter(place, lin.core, words, scope, navigator, phone).also { it.await("the file") { state -> !state.loading } }
        val (hobbies, vehicle) = At("hobbies") to At("plate", another = true)
        val file = open()
        file.on(HouseholdEvent.EditTapped(At("occupancy")))
        file.on(HouseholdEvent.EditTapped(vehicle))
        file.on(HouseholdEvent.Written(vehicle, "沪A·D12345"))
        file.on(HouseholdEvent.EditTapped(hobbies))
        file.on(HouseholdEvent.Written(hobbies, "钓鱼"))
        file.on(HouseholdEvent.SourceChosen(hobbies, "PHONE"))
        file.close()
        killed(place, last = "PHONE")
        val again = open()
        val form = again.state.value.field("hobbies")?.entries?.single()?.form
        assertEquals("钓鱼" to "PHONE", form?.run { value to source })
        assertEquals("沪A·D12345", again.state.value.field("plate")?.adding?.value)
        assertNull(again.state.value.field("occupancy")?.entries?.single()?.form, "nothing was written there")
        again.on(HouseholdEvent.Saved(hobbies))
        again.on(HouseholdEvent.Dropped(vehicle))
        again.await("saved") { it.field("hobbies")?.entries?.single()?.text == "钓鱼" }
        forgotten(place)
    }

    @Test
    fun `a third value of a conflict`() {
        Apart(story).use { apart ->
            apart.edit("hobbies", "钓鱼", "下棋")
            val lin = apart.phone
            fun open() = ConflictsPresenter(lin.core, words, scope, navigator).also { it.await("the conflict") { state -> state.conflicts.size == 1 } }
            val conflicts = open()
            val id = conflicts.state.value.conflicts.single().id
            conflicts.on(ConflictsEvent.WriteTapped(id))
            conflicts.on(ConflictsEvent.Written(id, "钓鱼、下棋"))
            killed(Place.Conflicts, last = "钓鱼、下棋", lin)
            val again = open()
            assertEquals("钓鱼、下棋", again.state.value.conflict(id)?.form?.value)
            again.on(ConflictsEvent.Saved(id))
            again.await("settled") { it.conflicts.isEmpty() }
            forgotten(Place.Conflicts, lin)
        }
    }

    @Test
    fun `why a slot was missed, on the same day alone`() {
        fun open() = TodayPresenter(lin.core, words, scope, navigator).also { it.await("today") { state -> !state.loading } }
        val today = open()
        val missed = today.state.value.patrol.id
        today.on(TodayEvent.ExcuseTapped(missed))
        today.on(TodayEvent.ReasonChosen("weather"))
        today.on(TodayEvent.ExcuseTyped("暴雨"))
        killed(Place.Today, last = "暴雨")
        lin.workspace.keepDraft("Today", lin.workspace.draft("Today").map { if (it.name == "day") it.copy(value = "2026-03-17") else it })
        val other = open()
        assertNull(other.state.value.patrol.excuse, "that was yesterday's")
        other.on(TodayEvent.ExcuseTapped(missed))
        other.on(TodayEvent.ReasonChosen("weather"))
        other.on(TodayEvent.ExcuseTyped("暴雨"))
        other.close()
        eventually("today's draft") { lin.workspace.draft("Today").any { it.value == "2026-03-18" } }
        val again = open()
        assertEquals(TodayState.Excuse("weather", "暴雨"), again.state.value.patrol.excuse)
        again.on(TodayEvent.ExcuseSent)
        again.await("excused") { it.patrol.said == "已说明" && it.patrol.excuse == null }
        forgotten(Place.Today)
    }

    @Test
    fun `a form in which nothing was written is no draft, whatever a colleague writes there`() {
        val household = lin.household("1-101")
        val place = Place.Household(household)
        fun open() = HouseholdPresenter(place, lin.core, words, scope, navigator, phone).also { it.await("the file") { state -> !state.loading } }
        val file = open()
        file.on(HouseholdEvent.EditTapped(At("hobbies")))
        file.await("the form") { it.field("hobbies")?.entries?.single()?.form != null }
        lin.workspace.editField(household, "hobbies", "下棋", FieldSource.PHONE)
        file.await("the colleague's") { it.field("hobbies")?.entries?.single()?.text == "下棋" }
        file.close()
        val again = open()
        assertNull(again.state.value.field("hobbies")?.entries?.single()?.form)
        forgotten(place)
    }

    @Test
    fun `what was saved is no draft any more, though it could not be read again`() {
        val killer = Core(object : WorkspaceInterface by lin.workspace {
            override fun dayLog(day: LocalDate) =
                if (lin.workspace.dayLog(day).entries.isEmpty()) lin.workspace.dayLog(day) else throw XunlouException.Closed()
        })
        val log = LogPresenter(killer, words, scope, navigator, phone)
        log.await("the log") { !it.loading }
        log.on(LogEvent.Typed("协助住户搬家"))
        eventually("the draft") { lin.workspace.draft("Log").isNotEmpty() }
        log.on(LogEvent.Added)
        log.await("that the reading failed") { it.notice != null && !it.adding }
        assertEquals(1, lin.workspace.dayLog(lin.workspace.todayDate()).entries.size)
        log.close()
        runBlocking { scope.launch {}.join() }
        forgotten(Place.Log)
    }

    @Test
    fun `what could not be saved after the screen was left is told elsewhere, and is there again`() {
        val (gate, full) = CountDownLatch(1) to AtomicBoolean(true)
        val core = Core(object : WorkspaceInterface by lin.workspace {
            override fun addLogEntry(text: String) {
                gate.await()
                if (full.get()) throw XunlouException.StorageFull()
                lin.workspace.addLogEntry(text)
            }
        })
        fun open() = LogPresenter(core, words, scope, navigator, phone).also { it.await("the log") { state -> !state.loading } }
        val told = CopyOnWriteArrayList<Notice>()
        val log = open()
        log.elsewhere = { told += it }
        log.on(LogEvent.Typed("协助住户搬家"))
        log.on(LogEvent.Added)
        log.await("saving") { it.adding }
        log.close()
        runBlocking { scope.launch {}.join() }
        gate.countDown()
        eventually("told") { told.isNotEmpty() }
        assertEquals(Notice.Tone.PROBLEM, told.single().tone)
        assertNull(log.state.value.notice)
        eventually("kept") { lin.workspace.draft("Log").isNotEmpty() }
        full.set(false)
        val again = open()
        assertEquals("协助住户搬家", again.state.value.draft)
        again.on(LogEvent.Added)
        again.await("added") { it.entries.size == 1 }
        forgotten(Place.Log)
    }

    /** Once what was filled in last is kept, the app is killed; nothing of the presenters is left. */
    private fun killed(place: Place, last: String, whose: Handset = lin) {
        eventually("the draft") { whose.workspace.draft(Place.write(place)).any { it.value == last } }
        scope.close()
        scope = MainScope()
        whose.restart()
    }

    private fun forgotten(place: Place, whose: Handset = lin) =
        eventually("no draft any more") { whose.workspace.draft(Place.write(place)).isEmpty() }

    private fun Handset.household(unit: String) = workspace.search(unit, 1).single().household

    private val TodayState.patrol get() = duties.first { it.id.startsWith("butler_patrol/morning/") }
}
