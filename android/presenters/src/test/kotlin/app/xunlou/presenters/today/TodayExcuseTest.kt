package app.xunlou.presenters.today

import app.xunlou.core.DocumentId
import app.xunlou.core.Language
import app.xunlou.core.NewExcuse
import app.xunlou.core.NewRecord
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.Mark
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.startPatrol
import app.xunlou.presenters.today.TodayState.Act
import java.util.concurrent.CountDownLatch
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** Saying why a slot was late or missed (P14), and what becomes of taps that are not committed. */
class TodayExcuseTest {
    private val story = Story("2026-03-18T11:30:00+08:00")
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val navigator = Navigator(Place.Today)

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `a missed slot is excused with a reason out of the rules, and is asked for no more`() {
        val presenter = open()
        val missed = presenter.loaded().patrol
        assertTrue(missed.canExcuse)
        assertNull(missed.act)
        presenter.on(TodayEvent.ExcuseTapped(missed.id))
        assertEquals(TodayState.Excuse(null, ""), presenter.await("the form") { it.patrol.excuse != null }.patrol.excuse)
        assertTrue("恶劣天气" in presenter.state.value.reasons.map { it.text })
        presenter.on(TodayEvent.ReasonChosen("weather"))
        presenter.on(TodayEvent.ExcuseTyped(" 暴雨 "))
        presenter.on(TodayEvent.ExcuseSent)
        val state = presenter.await("the excuse") { it.patrol.said == "已说明" && !it.patrol.saving && it.notice != null }
        assertEquals(Notice.done("已说明情况"), state.notice)
        val excused = state.patrol
        assertEquals(listOf(Mark.QUIET, "恶劣天气"), listOf(excused.mark, excused.detail))
        assertFalse(excused.canExcuse)
        assertNull(excused.act, "nothing was done, so there is nothing to look at")
        assertNull(excused.excuse)
        val record = lin.workspace.today().first { it.id == excused.id }.record!!
        assertEquals("暴雨", lin.workspace.record(record).excuse?.note)
    }

    @Test
    fun `an excuse needs a reason, and can be dropped`() {
        val presenter = open()
        val missed = presenter.loaded().patrol
        presenter.on(TodayEvent.ExcuseTapped(missed.id))
        presenter.on(TodayEvent.ExcuseTyped("暴雨"))
        presenter.on(TodayEvent.ExcuseSent)
        presenter.on(TodayEvent.NoticeSeen)
        presenter.await("still open") { it.patrol.excuse == TodayState.Excuse(null, "暴雨") && !it.patrol.saving }
        presenter.on(TodayEvent.ExcuseDropped)
        presenter.await("closed") { it.patrol.excuse == null }
        assertNull(lin.workspace.today().first { it.id == missed.id }.record)
    }

    @Test
    fun `an excuse that could not be saved says so, and stays as it was typed`() {
        var full = true
        val core = Core(object : WorkspaceInterface by lin.workspace {
            override fun excuse(new: NewExcuse): DocumentId = if (full) throw XunlouException.StorageFull() else lin.workspace.excuse(new)
        })
        val presenter = open(core)
        presenter.on(TodayEvent.ExcuseTapped(presenter.loaded().patrol.id))
        presenter.on(TodayEvent.ReasonChosen("training"))
        presenter.on(TodayEvent.ExcuseTyped("晨会延长"))
        presenter.on(TodayEvent.ExcuseSent)
        val failed = presenter.await("told") { it.notice != null && !it.patrol.saving }
        assertEquals(Notice.Tone.PROBLEM, failed.notice?.tone)
        assertEquals(TodayState.Excuse("training", "晨会延长"), failed.patrol.excuse)
        full = false
        presenter.on(TodayEvent.ExcuseSent)
        presenter.await("saved") { it.patrol.said == "已说明" }
    }

    @Test
    fun `who begins late can say why while under way, and is asked no more`() {
        story.clock("10:50")
        val record = lin.workspace.startPatrol()
        val presenter = open()
        val late = presenter.loaded().patrol
        assertTrue(late.canExcuse && late.act == Act.CONTINUE)
        presenter.on(TodayEvent.ExcuseTapped(late.id))
        presenter.on(TodayEvent.ReasonChosen("resident"))
        presenter.on(TodayEvent.ExcuseSent)
        val excused = presenter.await("the excuse") { !it.patrol.canExcuse }.patrol
        assertEquals("处理业户紧急事务", excused.detail)
        assertEquals(Act.CONTINUE, excused.act)
        assertEquals("resident", lin.workspace.record(record).excuse?.reason)
    }

    @Test
    fun `who said why it is late can still begin while there is time, with a record that says when`() {
        story.clock("10:50")
        val presenter = open()
        presenter.on(TodayEvent.ExcuseTapped(presenter.loaded().patrol.id))
        presenter.on(TodayEvent.ReasonChosen("resident"))
        presenter.on(TodayEvent.ExcuseSent)
        val excused = presenter.await("the excuse") { it.patrol.said == "已说明" && !it.patrol.saving }.patrol
        assertEquals(Act.START, excused.act)
        presenter.on(TodayEvent.Opened(excused.id))
        eventually("the record") { navigator.here is Place.Record }
        assertNotNull(lin.workspace.record((navigator.here as Place.Record).document).start)
    }

    @Test
    fun `a start shows once it is durable, and says that it is being saved until then`() {
        story.clock("10:30")
        val gate = CountDownLatch(1)
        val slow = object : WorkspaceInterface by lin.workspace {
            override fun startRecord(new: NewRecord): DocumentId {
                gate.await()
                return lin.workspace.startRecord(new)
            }
        }
        val presenter = open(Core(slow))
        presenter.on(TodayEvent.Opened(presenter.loaded().patrol.id))
        assertEquals(Act.START, presenter.await("saving") { it.patrol.saving }.patrol.act)
        assertEquals(Place.Today, navigator.here)
        gate.countDown()
        presenter.await("begun") { !it.patrol.saving && it.patrol.act == Act.CONTINUE }
        eventually("there") { navigator.here is Place.Record }
    }

    @Test
    fun `a start that could not be saved says so, and leads nowhere`() {
        story.clock("10:30")
        val full = object : WorkspaceInterface by lin.workspace {
            override fun startRecord(new: NewRecord): DocumentId = throw XunlouException.StorageFull()
        }
        val presenter = open(Core(full))
        presenter.on(TodayEvent.Opened(presenter.loaded().patrol.id))
        val state = presenter.await("told") { it.notice != null && !it.patrol.saving }
        assertEquals(Notice.problem("手机空间已满:刚才一项没有保存,之前的都已保存"), state.notice)
        assertEquals(Place.Today, navigator.here)
    }

    private fun open(core: Core = lin.core) = TodayPresenter(core, CHINESE, scope, navigator)

    private fun TodayPresenter.loaded(): TodayState = await("today") { !it.loading }

    private val TodayState.patrol get() = duties.first { it.id.startsWith("butler_patrol/morning/") }

    private companion object {
        val CHINESE = Words(Language.CHINESE)
    }
}
