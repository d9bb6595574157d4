package app.xunlou.presenters.conflicts

import app.xunlou.core.DocumentId
import app.xunlou.core.DutySubject
import app.xunlou.core.Language
import app.xunlou.core.NewExcuse
import app.xunlou.core.RecordAbout
import app.xunlou.core.Resolution
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.household.FieldInput
import app.xunlou.presenters.testing.Apart
import app.xunlou.presenters.testing.Handset
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.startPatrol
import java.util.concurrent.CountDownLatch
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNull
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

class ConflictsPresenterTest {
    private val story = Story()
    private val apart = Apart(story)
    private val scope = MainScope()
    private val navigator = Navigator(listOf(Place.Today, Place.Sync, Place.Conflicts))

    @AfterEach
    fun end() {
        scope.close()
        apart.close()
        story.close()
    }

    @Test
    fun `without a conflict there is none`() {
        val presenter = open()
        assertEquals(emptyList(), presenter.loaded().conflicts)
        presenter.on(ConflictsEvent.BackTapped)
        eventually("back") { navigator.here == Place.Sync }
    }

    @Test
    fun `mine and theirs stand side by side, with who, when and which device`() {
        apart.edit("hobbies", "钓鱼", "下棋")
        val conflict = open().one()
        assertEquals("兴趣爱好" to "1-101", conflict.title to conflict.place)
        val (mine, theirs) = conflict.candidates
        assertEquals(listOf("钓鱼", true, "林晓岚", "林的手机", "10:31"), mine.run { listOf(text, this.mine, by, device, time) })
        assertEquals(listOf("下棋", false, "林晓岚", "林的平板", "10:36"), theirs.run { listOf(text, this.mine, by, device, time) })
        assertEquals(listOf("下棋", "钓鱼"), open(apart.tablet.core).one().candidates.map { it.text }, "mine first, there too")
    }

    @Test
    fun `the value that is chosen stands, and the conflict goes and says so`() {
        val household = apart.edit("hobbies", "钓鱼", "下棋")
        val presenter = open()
        val conflict = presenter.one()
        presenter.on(ConflictsEvent.Taken(conflict.id, conflict.candidates.last().change!!))
        val state = presenter.await("settled") { it.conflicts.isEmpty() }
        assertEquals(Notice.done("已选择"), state.notice)
        assertEquals("下棋", apart.phone.field(household, "hobbies"))
    }

    @Test
    fun `a choice says that it is being saved until it is durable`() {
        apart.edit("hobbies", "钓鱼", "下棋")
        val gate = CountDownLatch(1)
        val slow = object : WorkspaceInterface by apart.phone.workspace {
            override fun resolve(document: DocumentId, key: String, resolution: Resolution) {
                gate.await()
                apart.phone.workspace.resolve(document, key, resolution)
            }
        }
        val presenter = open(Core(slow))
        val conflict = presenter.one()
        presenter.on(ConflictsEvent.Taken(conflict.id, conflict.candidates.first().change!!))
        val saving = presenter.await("saving") { it.conflicts.single().saving }
        assertEquals(listOf(true, false), saving.conflicts.single().candidates.map { it.taking })
        assertNull(saving.notice)
        gate.countDown()
        presenter.await("settled") { it.conflicts.isEmpty() && it.notice?.tone == Notice.Tone.DONE }
    }

    @Test
    fun `a third value is typed where both are wrong`() {
        val household = apart.edit("hobbies", "钓鱼", "下棋")
        val presenter = open()
        val conflict = presenter.one()
        assertEquals(FieldInput.Text, conflict.input)
        presenter.on(ConflictsEvent.WriteTapped(conflict.id))
        assertEquals(false, presenter.await("the form") { it.conflicts.single().form != null }.conflicts.single().form?.canSave)
        presenter.on(ConflictsEvent.Written(conflict.id, "钓鱼和下棋"))
        presenter.on(ConflictsEvent.Saved(conflict.id))
        presenter.await("settled") { it.conflicts.isEmpty() }
        assertEquals("钓鱼和下棋", apart.phone.field(household, "hobbies"))
    }

    @Test
    fun `a third value that does not fit says so, stays as it was typed, and can be dropped`() {
        apart.edit("emergency_phone", "19911112222", "19933334444")
        val presenter = open()
        val conflict = presenter.one()
        presenter.on(ConflictsEvent.WriteTapped(conflict.id))
        presenter.on(ConflictsEvent.Written(conflict.id, "no number"))
        presenter.on(ConflictsEvent.Saved(conflict.id))
        val refused = presenter.await("refused") { it.conflicts.single().run { form?.wrong != null && !saving } }
        assertEquals("填写的内容不合要求,请检查" to "no number", refused.conflicts.single().form?.run { wrong to value })
        presenter.on(ConflictsEvent.Dropped(conflict.id))
        presenter.await("dropped") { it.conflicts.single().form == null }
    }

    @Test
    fun `a choice that fails says so, and the conflict stays`() {
        apart.edit("hobbies", "钓鱼", "下棋")
        val forbidding = object : WorkspaceInterface by apart.phone.workspace {
            override fun resolve(document: DocumentId, key: String, resolution: Resolution) = throw XunlouException.NotPermitted("INTERNAL")
        }
        val presenter = open(Core(forbidding))
        val conflict = presenter.one()
        presenter.on(ConflictsEvent.Taken(conflict.id, conflict.candidates.first().change!!))
        val state = presenter.await("told") { it.notice != null && !it.conflicts.single().saving }
        assertEquals(Notice.problem("您没有权限这样做"), state.notice)
    }

    @Test
    fun `what was settled on another device goes and says so`() {
        val household = apart.edit("hobbies", "钓鱼", "下棋")
        val presenter = open()
        val conflict = presenter.one()
        val key = apart.tablet.workspace.conflicts().also { apart.tablet.workspace.sync() }.single().key
        apart.tablet.workspace.resolve(household, key, Resolution.Write("围棋"))
        apart.meet()
        val state = presenter.await("gone") { it.conflicts.isEmpty() }
        assertEquals(Notice.done("已选择"), state.notice)
        presenter.on(ConflictsEvent.Taken(conflict.id, conflict.candidates.first().change!!))
        assertEquals("围棋", apart.phone.field(household, "hobbies"))
    }

    @Test
    fun `a choice and a day are said in words, and written as such`() {
        apart.edit("occupancy", "rented", "vacant")
        apart.edit("birth", "1984-05-20", "1984-05-02")
        val conflicts = open().await("both") { it.conflicts.size == 2 }.conflicts.associateBy { it.title }
        val occupancy = conflicts.getValue("居住情况")
        assertEquals(listOf("出租", "空置"), occupancy.candidates.map { it.text })
        assertEquals(listOf("自住", "出租", "空置", "装修"), assertIs<FieldInput.OneOf>(occupancy.input).options.map { it.text })
        val birth = conflicts.getValue("业户出生年月")
        assertEquals(listOf("1984年5月20日", "1984年5月2日"), birth.candidates.map { it.text })
        assertEquals(FieldInput.Date, birth.input)
    }

    @Test
    fun `answers, numbers and notes of a record are settled too`() {
        val record = apart.phone.workspace.startPatrol()
        apart.meet()
        apart.clock("10:31")
        apart.phone.workspace.answer(record, "lifts", "problem")
        apart.phone.workspace.answer(record, "rented", "12")
        apart.phone.workspace.setNote(record, "lifts", "2号梯异响")
        apart.clock("10:36")
        apart.tablet.workspace.answer(record, "lifts", "ok")
        apart.tablet.workspace.answer(record, "rented", "13")
        apart.tablet.workspace.setNote(record, "lifts", "没有异常")
        apart.meet()
        val presenter = open()
        val all = presenter.await("all three") { it.conflicts.size == 3 }.conflicts.associateBy { it.title }
        val lifts = all.getValue("电梯运行情况")
        assertEquals(listOf("异常", "正常"), lifts.candidates.map { it.text })
        assertEquals("管家楼宇巡查 · 3月18日 周三", lifts.place)
        assertEquals(listOf("正常", "异常", "不适用"), assertIs<FieldInput.OneOf>(lifts.input).options.map { it.text })
        val rented = all.values.single { it.input is FieldInput.Number }
        assertEquals(listOf("12 户", "13 户"), rented.candidates.map { it.text })
        for ((conflict, value) in listOf(lifts to "na", rented to "14", all.getValue("电梯运行情况 · 备注") to "已报工程部")) {
            presenter.on(ConflictsEvent.WriteTapped(conflict.id))
            presenter.on(ConflictsEvent.Written(conflict.id, value))
            presenter.on(ConflictsEvent.Saved(conflict.id))
        }
        presenter.await("all settled") { it.conflicts.isEmpty() }
        val items = apart.phone.workspace.record(record).groups.flatMap { it.items }.associateBy { it.id }
        assertEquals(Triple("na", "14", "已报工程部"), items.getValue("lifts").run { Triple(answer, items.getValue("rented").answer, note) })
    }

    @Test
    fun `an excuse is said in words, and only one of both can be right`() {
        val record = apart.phone.workspace.startPatrol()
        apart.meet()
        apart.phone.excuse("resident", "协助送医")
        apart.tablet.excuse("special", "")
        apart.meet()
        val presenter = open()
        val conflict = presenter.one()
        assertEquals(listOf("处理业户紧急事务 · 协助送医", "特殊情况"), conflict.candidates.map { it.text })
        assertNull(conflict.input)
        presenter.on(ConflictsEvent.Taken(conflict.id, conflict.candidates.first().change!!))
        presenter.await("settled") { it.conflicts.isEmpty() }
        assertEquals("协助送医", apart.phone.workspace.record(record).excuse?.note)
    }

    @Test
    fun `whether it rained is said in words`() {
        val record = apart.phone.workspace.startPatrol()
        apart.meet()
        apart.phone.workspace.setRain(record, true)
        apart.tablet.workspace.setRain(record, false)
        apart.meet()
        val conflict = open().one()
        assertEquals("是否下雨" to listOf("下雨", "未下雨"), conflict.title to conflict.candidates.map { it.text })
    }

    private fun open(core: Core = apart.phone.core) = ConflictsPresenter(core, Words(Language.CHINESE), scope, navigator)

    private fun ConflictsPresenter.loaded(): ConflictsState = await("the conflicts") { !it.loading }

    private fun ConflictsPresenter.one(): ConflictsState.Conflict = await("the conflict") { it.conflicts.size == 1 }.conflicts.single()

    /** Excuses the morning's patrol. */
    private fun Handset.excuse(reason: String, note: String) {
        val duty = workspace.today().first { it.duty == "butler_patrol" && it.slot == "morning" }
        val area = (duty.subject as DutySubject.Area).area
        workspace.excuse(NewExcuse(duty.duty, duty.slot, workspace.todayDate(), RecordAbout.Area(area), reason, note))
    }

    private fun Handset.field(household: DocumentId, key: String): String? =
        workspace.household(household).fields.find { it.key == key }?.value?.value
}
