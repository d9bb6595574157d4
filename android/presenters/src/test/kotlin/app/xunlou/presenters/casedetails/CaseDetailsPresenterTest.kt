package app.xunlou.presenters.casedetails

import app.xunlou.core.CaseKind
import app.xunlou.core.CaseStep
import app.xunlou.core.DocumentId
import app.xunlou.core.FoundAt
import app.xunlou.core.Language
import app.xunlou.core.NewCase
import app.xunlou.core.NewFact
import app.xunlou.core.Severity
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.Mark
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.reportOf
import app.xunlou.presenters.testing.reportOfArea
import app.xunlou.presenters.testing.startPatrol
import app.xunlou.presenters.testing.step
import java.time.Instant
import java.util.concurrent.CountDownLatch
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

class CaseDetailsPresenterTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val phone = FakePhone()
    private val navigator = Navigator(Place.Cases)

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `a case says what it is, who reported it when, and what is due`() {
        val state = open(lin.workspace.reportOf("1-101", "厨房水管漏水", severity = Severity.URGENT, detail = "水槽下方")).loaded()
        assertEquals("厨房水管漏水", state.title)
        assertEquals("水槽下方", state.detail)
        assertEquals("报修 · 1-101", state.about)
        assertEquals(listOf("紧急", "待处理"), listOf(state.severity, state.state))
        assertEquals(Mark.WARNING, state.mark)
        assertEquals("10:30 · 林晓岚", state.reported)
        assertEquals(listOf("回复 3月20日 周五 00:00 前", "定方案 3月22日 周日 00:00 前"), state.due.map { it.text })
        assertTrue(state.facts.isEmpty())
    }

    @Test
    fun `a repair goes from the dispatch to the callback with the resident's satisfaction`() {
        val presenter = open(repair())
        presenter.loaded()
        presenter.take(CaseStep.DISPATCHED, CaseDetailsEvent.DepartmentChosen("engineering"))
        assertEquals("报修 · 1-101 · 工程部", presenter.state.value.about)
        story.clock("10:40")
        presenter.take(CaseStep.HANDLED, CaseDetailsEvent.NoteTyped(" 已换管 "))
        assertEquals("待回访", presenter.state.value.state)
        assertEquals(CaseStep.CALLED_BACK, presenter.state.value.steps.first().id)
        story.clock("10:45")
        val done = presenter.take(CaseStep.CALLED_BACK, CaseDetailsEvent.SatisfactionChosen(5))
        assertEquals(listOf("派工 · 工程部", "处理", "回访 · 满意度 5 分"), done.facts.map { it.title })
        assertEquals(listOf("10:30 · 林晓岚", "10:40 · 林晓岚", "10:45 · 林晓岚"), done.facts.map { it.by })
        assertEquals("已换管", done.facts[1].note)
        assertEquals(Notice.done("回访 10:45 完成"), done.notice)
        assertEquals(listOf(Mark.GOOD, Mark.GOOD, Mark.GOOD), done.due.map { it.mark })
    }

    @Test
    fun `a dispatch needs its department, and a callback its satisfaction`() {
        val case = repair()
        val presenter = open(case)
        presenter.loaded()
        presenter.on(CaseDetailsEvent.StepTapped(CaseStep.DISPATCHED))
        assertFalse(presenter.await { it.form != null }.canTake)
        presenter.on(CaseDetailsEvent.Taken)
        presenter.on(CaseDetailsEvent.DepartmentChosen("cleaning"))
        assertTrue(presenter.await { it.form?.department != null }.canTake)
        presenter.on(CaseDetailsEvent.StepTapped(CaseStep.HANDLED))
        assertTrue(presenter.await { it.form?.step == CaseStep.HANDLED }.canTake)
        presenter.on(CaseDetailsEvent.Dropped)
        presenter.await { it.form == null }
        assertTrue(lin.workspace.caseView(case).facts.isEmpty())
        lin.workspace.step(case, CaseStep.HANDLED)
        presenter.await { state -> state.step(CaseStep.CALLED_BACK) != null }
        presenter.on(CaseDetailsEvent.StepTapped(CaseStep.CALLED_BACK))
        assertFalse(presenter.await { it.form != null }.canTake)
        presenter.on(CaseDetailsEvent.SatisfactionChosen(1))
        assertTrue(presenter.await { it.form?.satisfaction == 1 }.canTake)
    }

    @Test
    fun `the steps are those that make sense next, a reply first while it is due, and none once it is closed`() {
        val repair = repair()
        val presenter = open(repair)
        fun after(step: CaseStep, facts: Int, department: String? = null): List<CaseStep> {
            lin.workspace.step(repair, step, department = department)
            return presenter.await("$step") { it.facts.size == facts }.steps.map { it.id }
        }
        val steps = presenter.loaded().steps.map { it.id }
        assertEquals(listOf(CaseStep.REPLIED, CaseStep.DISPATCHED, CaseStep.PLANNED, CaseStep.HANDLED, CaseStep.CLOSED), steps)
        assertEquals(
            listOf(CaseStep.REPLIED, CaseStep.PLANNED, CaseStep.CHECKED, CaseStep.HANDLED, CaseStep.DISPATCHED),
            after(CaseStep.DISPATCHED, 1, "engineering"),
        )
        assertEquals(
            listOf(CaseStep.REPLIED, CaseStep.CHECKED, CaseStep.HANDLED, CaseStep.DISPATCHED),
            after(CaseStep.PLANNED, 2),
        )
        assertEquals(listOf(CaseStep.CALLED_BACK, CaseStep.CHECKED, CaseStep.REPLIED), after(CaseStep.HANDLED, 3))
        assertEquals(listOf(CaseStep.CALLED_BACK, CaseStep.CHECKED), after(CaseStep.REPLIED, 4))
        assertEquals(listOf(CaseStep.CLOSED, CaseStep.CHECKED), after(CaseStep.CALLED_BACK, 5))
        assertEquals(emptyList(), after(CaseStep.CLOSED, 6))
        assertEquals("已关闭", presenter.state.value.state)
        presenter.on(CaseDetailsEvent.StepTapped(CaseStep.HANDLED))
        presenter.on(CaseDetailsEvent.Taken)
        presenter.on(CaseDetailsEvent.CameraTapped)
        eventually("all handled") { phone.asked.isNotEmpty() }
        assertNull(presenter.state.value.form)
        assertEquals(6, lin.workspace.caseView(repair).facts.size)
    }

    @Test
    fun `a finding asks for no reply`() {
        val steps = open(lin.workspace.reportOfArea("东门路灯不亮")).loaded().steps.map { it.id }
        assertEquals(listOf(CaseStep.DISPATCHED, CaseStep.PLANNED, CaseStep.HANDLED, CaseStep.CLOSED), steps)
    }

    @Test
    fun `a promised reply is late once its time has passed, and stays so when it was given late`() {
        val noon = Instant.parse("2026-03-18T12:00:00+08:00")
        val case = lin.workspace.reportOf("1-101", "想了解车位", CaseKind.FEEDBACK, agreed = noon)
        story.clock("14:00")
        val presenter = open(case)
        val late = presenter.loaded()
        assertEquals(Mark.BAD, late.mark)
        assertEquals(CaseDetailsState.Due("reply", "回复 已超期,应在 12:00 前", Mark.BAD), late.due.single())
        assertEquals(CaseStep.REPLIED, late.steps.first().id)
        val done = presenter.take(CaseStep.REPLIED)
        assertEquals(CaseDetailsState.Due("reply", "回复 14:00 完成 · 超期", Mark.WARNING), done.due.single())
    }

    @Test
    fun `a step shows once it is durable, and says that it is being saved until then`() {
        val gate = CountDownLatch(1)
        val slow = object : WorkspaceInterface by lin.workspace {
            override fun addFact(caseDocument: DocumentId, new: NewFact) {
                gate.await()
                lin.workspace.addFact(caseDocument, new)
            }
        }
        val presenter = open(repair(), Core(slow))
        presenter.loaded()
        presenter.on(CaseDetailsEvent.StepTapped(CaseStep.REPLIED))
        presenter.on(CaseDetailsEvent.Taken)
        val before = presenter.await("saving") { it.saving }
        assertTrue(before.facts.isEmpty() && !before.canTake)
        presenter.on(CaseDetailsEvent.Taken)
        gate.countDown()
        val after = presenter.await("saved") { !it.saving && it.form == null }
        assertEquals(listOf("回复"), after.facts.map { it.title }, "two taps are one step")
    }

    @Test
    fun `a step that could not be saved says so, and keeps what was filled in`() {
        val full = object : WorkspaceInterface by lin.workspace {
            override fun addFact(caseDocument: DocumentId, new: NewFact) = throw XunlouException.StorageFull()
        }
        val presenter = open(repair(), Core(full))
        presenter.loaded()
        presenter.on(CaseDetailsEvent.StepTapped(CaseStep.DISPATCHED))
        presenter.on(CaseDetailsEvent.DepartmentChosen("engineering"))
        presenter.on(CaseDetailsEvent.NoteTyped("尽快"))
        presenter.on(CaseDetailsEvent.Taken)
        val state = presenter.await("told") { it.notice != null && !it.saving }
        assertEquals(Notice.problem("手机空间已满:刚才一项没有保存,之前的都已保存"), state.notice)
        assertEquals(CaseDetailsState.Form(CaseStep.DISPATCHED, "尽快", "engineering"), state.form)
        assertTrue(state.facts.isEmpty() && state.canTake)
    }

    @Test
    fun `what the office does arrives, and a step that it has taken is no longer offered, while the note waits`() {
        val case = repair()
        lin.workspace.sync()
        val presenter = open(case)
        presenter.loaded()
        presenter.on(CaseDetailsEvent.StepTapped(CaseStep.HANDLED))
        presenter.on(CaseDetailsEvent.NoteTyped("业主已在家"))
        presenter.await { it.form?.note == "业主已在家" }
        val tang = story.phone("tang")
        story.clock("10:50")
        tang.workspace.step(case, CaseStep.DISPATCHED, department = "engineering")
        story.clock("11:20")
        tang.workspace.step(case, CaseStep.HANDLED, "阀门已换")
        tang.workspace.sync()
        lin.workspace.sync()
        val state = presenter.await("her steps") { it.facts.size == 2 }
        assertEquals(listOf("10:50 · 唐若溪", "11:20 · 唐若溪"), state.facts.map { it.by })
        assertEquals("阀门已换", state.facts.last().note)
        assertNull(state.form)
        presenter.on(CaseDetailsEvent.StepTapped(CaseStep.CALLED_BACK))
        assertEquals("业主已在家", presenter.await { it.form != null }.form?.note)
    }

    @Test
    fun `a photo comes from the camera or the gallery, and is there once the core has it`() {
        val case = repair()
        val presenter = open(case)
        presenter.loaded()
        presenter.on(CaseDetailsEvent.CameraTapped)
        presenter.on(CaseDetailsEvent.GalleryTapped)
        eventually("both") { phone.asked == listOf("camera $case", "gallery $case") }
        val jpeg = story.stage.photo(2)
        lin.workspace.attachCasePhoto(case, "image/jpeg", jpeg)
        val hash = presenter.await("the photo") { it.photos.size == 1 }.photos.single()
        assertContentEquals(jpeg, lin.workspace.photo(hash)?.bytes)
    }

    @Test
    fun `a finding leads to the item of the record where it was found, and has its photos`() {
        val record = lin.workspace.startPatrol()
        lin.workspace.answer(record, "fire_doors", "problem")
        lin.workspace.attachPhoto(record, "fire_doors", "image/jpeg", story.stage.photo(3))
        val new = NewCase(CaseKind.FINDING, "防火门", "", "engineering", Severity.URGENT, FoundAt(record, "fire_doors"), null, null)
        val presenter = open(lin.workspace.reportCase(new))
        assertEquals(1, presenter.loaded().photos.size)
        presenter.on(CaseDetailsEvent.RecordTapped)
        eventually("the record") { navigator.here == Place.Record(record, "fire_doors") }
    }

    @Test
    fun `a case that is not here says so, and there is a way back`() {
        navigator.go(Place.CaseDetails(lin.workspace.me().person))
        val presenter = open(lin.workspace.me().person)
        val state = presenter.await("told") { it.notice != null }
        assertEquals(Notice.problem("本机没有这项资料,或不在您的权限内"), state.notice)
        presenter.on(CaseDetailsEvent.BackTapped)
        eventually("back") { navigator.here == Place.Cases }
    }

    private fun repair() = lin.workspace.reportOf("1-101", "厨房水管漏水")

    private fun open(case: DocumentId, core: Core = lin.core) =
        CaseDetailsPresenter(Place.CaseDetails(case), core, Words(Language.CHINESE), scope, navigator, phone)

    private fun CaseDetailsPresenter.loaded(): CaseDetailsState = await("the case") { !it.loading }

    /** Takes a step, and waits until it is there. */
    private fun CaseDetailsPresenter.take(step: CaseStep, vararg filled: CaseDetailsEvent): CaseDetailsState {
        val before = state.value.facts.size
        on(CaseDetailsEvent.StepTapped(step))
        filled.forEach(::on)
        on(CaseDetailsEvent.Taken)
        return await("$step") { it.facts.size > before && !it.saving && it.form == null }
    }
}
