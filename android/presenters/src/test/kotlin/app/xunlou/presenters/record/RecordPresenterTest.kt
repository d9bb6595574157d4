package app.xunlou.presenters.record

import app.xunlou.core.CaseState
import app.xunlou.core.DocumentId
import app.xunlou.core.Language
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.record.RecordState.Missing
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.answerRest
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.startPatrol
import app.xunlou.presenters.testing.startVisit
import java.util.concurrent.CountDownLatch
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

class RecordPresenterTest {
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
    fun `a patrol says where, when and who, and what is asked, group by group`() {
        val state = open(lin.workspace.startPatrol()).loaded()
        assertEquals("上午楼宇巡查 · 东区", state.title)
        assertEquals("3月18日 周三 · 林晓岚", state.subtitle)
        assertEquals(listOf("楼层", "装修督导", "空置房"), state.groups.take(3).map { it.title })
        assertEquals(0, state.answered)
        assertEquals(state.items.size.toLong(), state.asked)
        assertEquals(false, state.rain)
        assertNull(state.finished)
    }

    @Test
    fun `an answer shows once it is durable, and says that it is being saved until then`() {
        val record = lin.workspace.startPatrol()
        val gate = CountDownLatch(1)
        val slow = object : WorkspaceInterface by lin.workspace {
            override fun answer(record: DocumentId, item: String, value: String) {
                gate.await()
                lin.workspace.answer(record, item, value)
            }
        }
        val presenter = open(record, Core(slow))
        presenter.loaded()
        presenter.on(RecordEvent.Answered("exits", "ok"))
        val before = presenter.await("saving") { it.item("exits")!!.saving }
        assertNull(before.item("exits")!!.answer)
        gate.countDown()
        val after = presenter.await("saved") { !it.item("exits")!!.saving }
        assertEquals("ok", after.item("exits")!!.answer)
        assertEquals(1, after.answered)
        assertEquals("ok", lin.workspace.record(record).groups[0].items.first { it.id == "exits" }.answer)
    }

    @Test
    fun `an answer that could not be saved says so, and stays unanswered`() {
        val full = object : WorkspaceInterface by lin.workspace {
            override fun answer(record: DocumentId, item: String, value: String) = throw XunlouException.StorageFull()
        }
        val presenter = open(lin.workspace.startPatrol(), Core(full))
        presenter.loaded()
        presenter.on(RecordEvent.Answered("exits", "ok"))
        val state = presenter.await("told") { it.notice != null && !it.item("exits")!!.saving }
        assertEquals(Notice.problem("手机空间已满:刚才一项没有保存,之前的都已保存"), state.notice)
        assertNull(state.item("exits")!!.answer)
    }

    @Test
    fun `a whole group is normal in one tap, what was answered stays, and undo takes back that tap alone`() {
        val presenter = open(lin.workspace.startPatrol())
        presenter.loaded()
        presenter.on(RecordEvent.Answered("notices", "na"))
        presenter.on(RecordEvent.GroupNormal("floors"))
        val done = presenter.await("normal") { it.canUndo }
        assertEquals("na", done.item("notices")!!.answer)
        assertEquals("ok", done.item("exits")!!.answer)
        assertNull(done.item("rented")!!.answer, "a number has no normal")
        assertFalse(done.groups[0].canBeNormal)
        assertEquals("6 项已记为正常", done.notice?.text)
        presenter.on(RecordEvent.Undone)
        val undone = presenter.await("undone") { it.item("exits")!!.answer == null }
        assertEquals("na", undone.item("notices")!!.answer)
        assertFalse(undone.canUndo)
    }

    @Test
    fun `rain brings its own group`() {
        val presenter = open(lin.workspace.startPatrol())
        assertNull(presenter.loaded().groups.find { it.id == "rain" })
        presenter.on(RecordEvent.RainChanged(true))
        presenter.await("the rain's items") { state -> state.rain == true && state.groups.any { it.id == "rain" } }
    }

    @Test
    fun `a problem needs its photo, which comes from the camera and goes when removed`() {
        val record = lin.workspace.startPatrol()
        val presenter = open(record)
        presenter.loaded()
        presenter.on(RecordEvent.Answered("fire_doors", "problem"))
        presenter.await("the need") { it.item("fire_doors")!!.missing == Missing.PHOTO }
        presenter.on(RecordEvent.CameraTapped("fire_doors"))
        eventually("the camera") { "camera $record fire_doors" in phone.asked }
        val jpeg = story.stage.photo(1)
        lin.workspace.attachPhoto(record, "fire_doors", "image/jpeg", jpeg)
        val taken = presenter.await("the photo") { it.item("fire_doors")!!.photos.size == 1 }
        assertNull(taken.item("fire_doors")!!.missing)
        val hash = taken.item("fire_doors")!!.photos.single()
        assertContentEquals(jpeg, lin.workspace.photo(hash)?.bytes)
        presenter.on(RecordEvent.PhotoRemoved("fire_doors", hash))
        presenter.await("its need again") { it.item("fire_doors")!!.missing == Missing.PHOTO }
    }

    @Test
    fun `a note is saved when typing pauses, and at once when the app goes away`() {
        val record = lin.workspace.startPatrol()
        val presenter = open(record)
        presenter.loaded()
        presenter.on(RecordEvent.NoteTyped("lifts", "2号梯"))
        presenter.on(RecordEvent.NoteTyped("lifts", "2号梯异响"))
        val typed = presenter.await("typed") { it.item("lifts")!!.note == "2号梯异响" }
        assertTrue(typed.item("lifts")!!.saving)
        presenter.on(RecordEvent.Paused)
        presenter.await("saved") { !it.item("lifts")!!.saving }
        assertEquals("2号梯异响", lin.workspace.record(record).groups.flatMap { it.items }.first { it.id == "lifts" }.note)
        presenter.on(RecordEvent.NoteTyped("parking", "占用消防通道"))
        presenter.await("saved by itself") { it.item("parking")!!.run { note == "占用消防通道" && !saving } }
    }

    @Test
    fun `a number out of bounds is kept as it was typed, says what fits, and is not saved`() {
        val presenter = open(lin.workspace.startPatrol())
        presenter.loaded()
        presenter.on(RecordEvent.Typed("rented", "12000"))
        presenter.on(RecordEvent.FinishTapped)
        val state = presenter.await("the bounds") { it.jump != null }
        assertEquals("0 至 9999", state.item("rented")!!.wrong)
        assertEquals("rented", state.jump?.item)
        presenter.on(RecordEvent.Typed("rented", "12"))
        presenter.on(RecordEvent.Paused)
        val saved = presenter.await("saved") { !it.item("rented")!!.saving }
        assertEquals("12 户", saved.item("rented")!!.said)
    }

    @Test
    fun `a problem becomes a case with the usual department, and leads there`() {
        val presenter = open(lin.workspace.startPatrol())
        presenter.loaded()
        presenter.on(RecordEvent.Answered("corridor_light", "problem"))
        presenter.await("the offer") { it.item("corridor_light")!!.canReport }
        presenter.on(RecordEvent.NoteTyped("corridor_light", "东侧两盏不亮"))
        presenter.on(RecordEvent.ReportTapped("corridor_light"))
        val asked = presenter.await("the question") { it.item("corridor_light")!!.report != null }
        assertEquals("engineering", asked.item("corridor_light")!!.report?.chosen)
        presenter.on(RecordEvent.Reported)
        val done = presenter.await("the case") { it.item("corridor_light")!!.case != null }
        assertNull(done.item("corridor_light")!!.report)
        val case = lin.workspace.openCases().single()
        assertEquals(listOf("楼道照明", "东侧两盏不亮", "engineering"), listOf(case.title, case.detail, case.department))
        assertEquals(CaseState.DISPATCHED, case.state)
        presenter.on(RecordEvent.CaseTapped(case.document))
        eventually("there") { navigator.here == Place.CaseDetails(case.document) }
    }

    @Test
    fun `finishing early says how much is missing, goes to the first, and marks all`() {
        val presenter = open(lin.workspace.startPatrol())
        val first = presenter.loaded().items.first().id
        presenter.on(RecordEvent.FinishTapped)
        val state = presenter.await("what is missing") { it.jump != null }
        assertEquals(first, state.jump?.item)
        assertEquals(Notice.Tone.PROBLEM, state.notice?.tone)
        assertTrue("${state.asked}" in state.notice!!.text)
        assertTrue(state.items.all { it.marked })
        assertNull(state.finished)
    }

    @Test
    fun `a finished record can be read, and no longer changed`() {
        val record = lin.workspace.startPatrol()
        val presenter = open(record)
        presenter.loaded()
        lin.workspace.answerRest(record)
        story.clock("10:55")
        presenter.await("all answered") { it.remaining == 0L }
        presenter.on(RecordEvent.FinishTapped)
        val state = presenter.await("finished") { it.finished != null }
        assertEquals("10:55 已完成", state.finished)
        assertTrue(state.groups.none { it.canBeNormal } && state.items.none { it.canAddPhoto || it.canReport })
        assertNull(state.rain)
        presenter.on(RecordEvent.Answered("exits", "problem"))
        assertEquals("记录已完成,不能再改", presenter.await("refused") { it.notice?.tone == Notice.Tone.PROBLEM }.notice?.text)
    }

    @Test
    fun `the afternoon opens with what the morning found`() {
        val morning = lin.workspace.startPatrol()
        val presenter = open(morning)
        presenter.loaded()
        presenter.on(RecordEvent.Answered("deco_waste", "problem"))
        presenter.await("the offer") { it.item("deco_waste")!!.canReport }
        presenter.on(RecordEvent.ReportTapped("deco_waste"))
        presenter.on(RecordEvent.Reported)
        presenter.await("the case") { it.item("deco_waste")!!.case != null }
        story.clock("15:05")
        val afternoon = open(lin.workspace.startPatrol("afternoon"))
        val state = afternoon.loaded()
        val first = state.items.first()
        assertTrue(first.followsUp)
        assertEquals("装修垃圾清运", first.title)
        afternoon.on(RecordEvent.GroupNormal(state.groups.first().id))
        afternoon.on(RecordEvent.Answered(first.id, "ok"))
        afternoon.await("followed up") { it.item(first.id)!!.answer == "ok" && !it.canUndo }
        assertEquals(CaseState.HANDLED, lin.workspace.caseView(first.case!!).state)
    }

    @Test
    fun `after the app was killed it begins at the item where the person was`() {
        val record = lin.workspace.startPatrol()
        navigator.go(Place.Record(record))
        val presenter = open(record)
        presenter.loaded()
        presenter.on(RecordEvent.Answered("lifts", "ok"))
        presenter.await("saved") { it.item("lifts")!!.answer == "ok" }
        val kept = navigator.save()
        lin.restart()
        val place = Navigator.restore(kept, Place.Today).here as Place.Record
        assertEquals(Place.Record(record, "lifts"), place)
        val again = RecordPresenter(place, lin.core, CHINESE, scope, navigator, phone)
        assertEquals("lifts", again.loaded().focus)
        assertEquals("ok", again.state.value.item("lifts")!!.answer)
    }

    @Test
    fun `what two phones said differently while apart is marked`() {
        val record = lin.workspace.startPatrol()
        lin.workspace.sync()
        val tang = story.phone("tang")
        story.clock("10:40")
        lin.workspace.answer(record, "lifts", "problem")
        tang.workspace.answer(record, "lifts", "ok")
        tang.workspace.sync()
        val presenter = open(record)
        assertFalse(presenter.loaded().item("lifts")!!.conflict)
        lin.workspace.sync()
        presenter.await("the conflict") { it.item("lifts")!!.conflict }
        presenter.on(RecordEvent.ConflictTapped)
        eventually("there") { navigator.here == Place.Conflicts }
    }

    @Test
    fun `a visit asks by choice, date and text, and files what it learns`() {
        val presenter = open(lin.workspace.startVisit("1-101"))
        val state = presenter.loaded()
        assertEquals("管家家访 · 1-101", state.title)
        assertNull(state.rain)
        presenter.on(RecordEvent.Answered("birth", "1984-05-20"))
        presenter.on(RecordEvent.Typed("hobbies", "摄影"))
        presenter.on(RecordEvent.Answered("occupancy", "rented"))
        val told = presenter.await("all saved") { new ->
            new.item("tenant") != null && listOf("birth", "hobbies", "occupancy").all { new.item(it)!!.run { answer != null && !saving } }
        }
        assertEquals("1984年5月20日", told.item("birth")!!.said)
        assertEquals("出租", told.item("occupancy")!!.said)
        val file = lin.workspace.household(lin.workspace.search("1-101", 1).single().household)
        assertEquals("摄影", assertNotNull(file.fields.find { it.key == "hobbies" }).value?.value)
    }

    private fun open(record: DocumentId, core: Core = lin.core) =
        RecordPresenter(Place.Record(record), core, CHINESE, scope, navigator, phone)

    private fun RecordPresenter.loaded(): RecordState = await("the record") { !it.loading }

    private companion object {
        val CHINESE = Words(Language.CHINESE)
    }
}
