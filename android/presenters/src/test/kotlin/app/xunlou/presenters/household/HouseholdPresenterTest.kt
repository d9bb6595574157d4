package app.xunlou.presenters.household

import app.xunlou.core.DocumentId
import app.xunlou.core.FieldSource
import app.xunlou.core.Language
import app.xunlou.core.NewRecord
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.testing.Apart
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.answerRest
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import java.util.concurrent.CountDownLatch
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

class HouseholdPresenterTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val household = lin.workspace.search("1-101", 1).single().household
    private val scope = MainScope()
    private val phone = FakePhone()
    private val navigator = Navigator(listOf(Place.Today, Place.Households, Place.Household(household)))

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `a file shows each field with its source and age, and what is unknown as such`() {
        val state = open().loaded()
        assertEquals("1-101", state.unit)
        assertEquals(listOf("业主姓名", "联系电话", "居住情况"), state.fields.take(3).map { it.title })
        val occupancy = state.entry("occupancy")
        assertEquals("自住", occupancy.text)
        // The office's list was taken over on a real day, before the story begins.
        assertEquals(listOf("原有资料", "顾维桢"), occupancy.source?.split(" · ")?.run { listOf(first(), last()) })
        assertEquals(null to null, state.entry("hobbies").run { text to source })
        assertTrue(state.canVisit && state.visits.isEmpty())
    }

    @Test
    fun `a value that is written shows its source, its day and who wrote it, and can be cleared`() {
        val presenter = open()
        presenter.loaded()
        presenter.write(At("hobbies"), "钓鱼", FieldSource.VISIT)
        val known = presenter.await("the hobby") { it.entry("hobbies").text == "钓鱼" && it.entry("hobbies").form == null }
        assertEquals("家访 · 2026年3月18日 · 林晓岚", known.entry("hobbies").source)
        presenter.on(HouseholdEvent.EditTapped(At("hobbies")))
        val form = presenter.await("the form") { it.entry("hobbies").form != null }.entry("hobbies").form!!
        assertEquals("钓鱼" to true, form.value to form.canSave)
        presenter.write(At("hobbies"), "", FieldSource.VISIT)
        val cleared = presenter.await("cleared") { it.entry("hobbies").let { hobby -> hobby.text == null && hobby.form == null } }
        assertNull(cleared.entry("hobbies").source)
    }

    @Test
    fun `a choice and a day are said in words`() {
        val presenter = open()
        presenter.loaded()
        presenter.write(At("occupancy"), "rented", FieldSource.PHONE)
        presenter.await("the choice") { it.entry("occupancy").text == "出租" }
        presenter.on(HouseholdEvent.EditTapped(At("birth")))
        presenter.on(HouseholdEvent.Written(At("birth"), "1984-05-20"))
        presenter.await("the day in words") { it.entry("birth").form?.said == "1984年5月20日" }
        presenter.on(HouseholdEvent.Saved(At("birth")))
        presenter.await("the day") { it.entry("birth").text == "1984年5月20日" }
    }

    @Test
    fun `what is unknown needs a value, and a form that is dropped changes nothing`() {
        val presenter = open()
        presenter.loaded()
        presenter.on(HouseholdEvent.EditTapped(At("nanny")))
        val form = presenter.await("the form") { it.entry("nanny").form != null }.entry("nanny").form!!
        assertFalse(form.canSave)
        assertEquals(listOf("家访", "电话", "前台", "现场了解"), form.sources.map { it.text })
        presenter.on(HouseholdEvent.Written(At("nanny"), "周阿姨"))
        presenter.on(HouseholdEvent.Dropped(At("nanny")))
        presenter.await("dropped") { it.entry("nanny").form == null }
        assertNull(lin.workspace.household(household).fields.find { it.key == "nanny" }?.value)
    }

    @Test
    fun `a value that does not fit says so, stays as it was typed, and is not saved`() {
        val presenter = open()
        presenter.loaded()
        presenter.write(At("emergency_phone"), "no number", FieldSource.PHONE)
        val form = presenter.await("the problem") { it.entry("emergency_phone").form?.run { wrong != null && !saving } == true }
            .entry("emergency_phone").form!!
        assertEquals(Triple("填写的内容不合要求,请检查", "no number", "PHONE"), Triple(form.wrong, form.value, form.source))
        assertTrue(form.canSave)
        presenter.on(HouseholdEvent.Written(At("emergency_phone"), "19911112222"))
        val typed = presenter.await("typed") { it.entry("emergency_phone").form?.value == "19911112222" }
        assertNull(typed.entry("emergency_phone").form?.wrong)
        presenter.on(HouseholdEvent.Saved(At("emergency_phone")))
        presenter.await("saved") { it.entry("emergency_phone").text == "19911112222" }
    }

    @Test
    fun `a change that is not permitted says so, and stays as it was typed`() {
        val forbidding = object : WorkspaceInterface by lin.workspace {
            override fun editField(household: DocumentId, field: String, value: String, source: FieldSource) =
                throw XunlouException.NotPermitted("INTERNAL")
        }
        val presenter = open(Core(forbidding))
        presenter.loaded()
        presenter.write(At("hobbies"), "钓鱼", FieldSource.VISIT)
        val state = presenter.await("the problem") { it.notice != null && it.entry("hobbies").form?.saving == false }
        assertEquals(Notice.problem("您没有权限这样做"), state.notice)
        assertEquals("钓鱼", state.entry("hobbies").form?.value)
    }

    @Test
    fun `a change says that it is being saved until it is durable`() {
        val gate = CountDownLatch(1)
        val slow = object : WorkspaceInterface by lin.workspace {
            override fun editField(household: DocumentId, field: String, value: String, source: FieldSource) {
                gate.await()
                lin.workspace.editField(household, field, value, source)
            }
        }
        val presenter = open(Core(slow))
        presenter.loaded()
        presenter.write(At("hobbies"), "钓鱼", FieldSource.VISIT)
        val saving = presenter.await("saving") { it.entry("hobbies").form?.saving == true }.entry("hobbies")
        assertEquals(null to false, saving.text to saving.form!!.canSave)
        gate.countDown()
        presenter.await("saved") { it.entry("hobbies").run { text == "钓鱼" && form == null } }
    }

    @Test
    fun `another vehicle is added beside the first, where a household can have several`() {
        val presenter = open()
        val before = presenter.loaded()
        assertEquals(listOf("粤Z·00011"), before.field("plate")!!.entries.map { it.text })
        assertTrue(before.field("plate")!!.canAdd)
        assertFalse(before.field("occupancy")!!.canAdd, "one is all there is")
        assertFalse(before.field("pets")!!.canAdd, "the first is still to come")
        story.clock("10:40")
        presenter.write(At("plate", another = true), "粤B·12345", FieldSource.OBSERVED)
        val after = presenter.await("the second") { it.field("plate")!!.run { entries.size == 2 && adding == null } }
        assertEquals(listOf("粤Z·00011", "粤B·12345"), after.field("plate")!!.entries.map { it.text })
        assertEquals("现场了解 · 2026年3月18日 · 林晓岚", after.field("plate")!!.entries.last().source)
        presenter.write(At(after.field("plate")!!.entries.last().key), "", FieldSource.OBSERVED)
        presenter.await("gone") { it.field("plate")!!.entries.size == 1 }
    }

    @Test
    fun `only a telephone number can be called`() {
        lin.workspace.editField(household, "hobbies", "19912345678", FieldSource.VISIT)
        lin.workspace.editField(household, "work_phone", "0755-8888 6666", FieldSource.VISIT)
        val presenter = open()
        val state = presenter.loaded()
        assertEquals("075588886666", state.entry("work_phone").dial)
        val callable = state.fields.filter { field -> field.entries.any { it.dial != null } }.map { it.id }
        assertEquals(listOf("phone", "work_phone"), callable)
        presenter.on(HouseholdEvent.CallTapped(state.entry("phone").dial!!))
        eventually("the dialler") { "dial 19900000013" in phone.asked }
    }

    @Test
    fun `a visit begins from the file, is gone on with, and shows as finished once it is`() {
        val presenter = open()
        presenter.loaded()
        presenter.on(HouseholdEvent.VisitTapped)
        eventually("the record") { navigator.here is Place.Record }
        val record = (navigator.here as Place.Record).document
        val begun = presenter.await("the visit") { it.visits.size == 1 && !it.starting }.visits.single()
        assertEquals(HouseholdState.Visit(record, "2026年3月18日", "林晓岚", "未完成"), begun)
        navigator.back()
        presenter.on(HouseholdEvent.VisitTapped)
        eventually("the same again") { navigator.here == Place.Record(record) }
        navigator.back()
        presenter.on(HouseholdEvent.RecordTapped(record))
        eventually("the record by its line") { navigator.here == Place.Record(record) }
        lin.workspace.answerRest(record)
        lin.workspace.finish(record)
        presenter.await("finished") { it.visits.single().open == null }
    }

    @Test
    fun `a visit that cannot begin says so`() {
        val full = object : WorkspaceInterface by lin.workspace {
            override fun startRecord(new: NewRecord): DocumentId = throw XunlouException.StorageFull()
        }
        val presenter = open(Core(full))
        presenter.loaded()
        presenter.on(HouseholdEvent.VisitTapped)
        presenter.await("the problem") { it.notice?.tone == Notice.Tone.PROBLEM && !it.starting }
        assertEquals(Place.Household(household), navigator.here)
    }

    @Test
    fun `something can be reported of the household, and back leads back`() {
        val presenter = open()
        presenter.on(HouseholdEvent.ReportTapped)
        eventually("there") { navigator.here == Place.NewCase(household = household) }
        navigator.back()
        presenter.on(HouseholdEvent.BackTapped)
        eventually("back") { navigator.here == Place.Households }
    }

    @Test
    fun `what two phones wrote differently is marked, and leads to the conflicts`() = Apart(story).use { apart ->
        val presenter = open(apart.phone.core)
        assertFalse(presenter.loaded().entry("hobbies").conflict)
        apart.edit("hobbies", "钓鱼", "下棋")
        presenter.await("the mark") { it.entry("hobbies").conflict }
        assertFalse(presenter.state.value.entry("phone").conflict)
        presenter.on(HouseholdEvent.ConflictTapped)
        eventually("there") { navigator.here == Place.Conflicts }
    }

    @Test
    fun `a file that is not here says so`() {
        val state = HouseholdPresenter(Place.Household("019d0000-0000-7000-8000-000000000000"), lin.core, CHINESE, scope, navigator, phone)
            .await("the problem") { it.notice != null }
        assertEquals("本机没有这项资料,或不在您的权限内", state.notice?.text)
    }

    private fun open(core: Core = lin.core) = HouseholdPresenter(Place.Household(household), core, CHINESE, scope, navigator, phone)

    private fun HouseholdPresenter.loaded(): HouseholdState = await("the file") { !it.loading }

    private fun HouseholdPresenter.write(at: At, value: String, source: FieldSource) {
        on(HouseholdEvent.EditTapped(at))
        on(HouseholdEvent.Written(at, value))
        on(HouseholdEvent.SourceChosen(at, source.name))
        on(HouseholdEvent.Saved(at))
    }

    private fun HouseholdState.entry(key: String): HouseholdState.Entry =
        assertNotNull(fields.flatMap { it.entries }.find { it.key == key }, key)

    private companion object {
        val CHINESE = Words(Language.CHINESE)
    }
}
