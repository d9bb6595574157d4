package app.xunlou.presenters.today

import app.xunlou.core.CaseKind
import app.xunlou.core.DocumentId
import app.xunlou.core.Language
import app.xunlou.core.NewCase
import app.xunlou.core.RecordAbout
import app.xunlou.core.Severity
import app.xunlou.core.SyncStatus
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.startPatrol
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** What is open besides the day's duties: cases, conflicts, what is not sent; and the ways from here. */
class TodayOpenThingsTest {
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
    fun `the open cases that are due first are seen, and there is a way to all`() {
        for (minute in 30..33) {
            story.clock("10:$minute")
            report("第${minute}分钟")
        }
        val presenter = open()
        val state = presenter.loaded()
        assertEquals(listOf("第30分钟", "第31分钟", "第32分钟"), state.cases.map { it.title })
        assertEquals(4, state.openCases)
        presenter.on(TodayEvent.CaseTapped(state.cases.first().id))
        eventually("the case") { navigator.here == Place.CaseDetails(state.cases.first().id) }
        presenter.on(TodayEvent.AllCasesTapped)
        eventually("all") { navigator.here == Place.Cases }
    }

    @Test
    fun `conflicts are counted, and lead to where they are settled`() {
        val record = lin.workspace.startPatrol()
        lin.workspace.sync()
        val tang = story.phone("tang")
        lin.workspace.answer(record, "lifts", "problem")
        tang.workspace.answer(record, "lifts", "ok")
        tang.workspace.sync()
        val presenter = open()
        assertNull(presenter.loaded().conflicts)
        lin.workspace.sync()
        assertEquals("1 处冲突待选择", presenter.await("the conflict") { it.conflicts != null }.conflicts)
        presenter.on(TodayEvent.ConflictsTapped)
        eventually("there") { navigator.here == Place.Conflicts }
    }

    @Test
    fun `what is not sent is counted, and when the last sync was is said`() {
        val presenter = open()
        assertEquals(TodayState.Sync("全部已上传", allSent = true, last = "上次同步 10:30"), presenter.loaded().sync)
        lin.workspace.addLogEntry("协助住户搬家")
        val waiting = presenter.await("what waits") { !it.sync.allSent }.sync
        assertTrue(waiting.waiting.endsWith("条待上传"))
        story.clock("10:40")
        lin.workspace.sync()
        presenter.await("sent") { it.sync.allSent }
        lin.workspace.addLogEntry("整理资料")
        presenter.await("the time of the last sync") { !it.sync.allSent && it.sync.last == "上次同步 10:40" }
        presenter.on(TodayEvent.SyncTapped)
        eventually("there") { navigator.here == Place.Sync }
    }

    @Test
    fun `what the server refused is counted, also when there never was a sync`() {
        val refusing = object : WorkspaceInterface by lin.workspace {
            override fun syncStatus(): SyncStatus =
                lin.workspace.syncStatus().run { copy(waiting = waiting.copy(refused = 2), lastSuccess = null) }
        }
        val sync = open(Core(refusing)).loaded().sync
        assertEquals("2 条被拒收", sync.refused)
        assertEquals("还没有同步过", sync.last)
    }

    @Test
    fun `something is reported in an area`() {
        val presenter = open()
        val area = presenter.loaded().areas.single().id
        presenter.on(TodayEvent.ReportTapped(area))
        eventually("the form") { navigator.here == Place.NewCase(area = area) }
    }

    @Test
    fun `settings are one tap away`() {
        val presenter = open()
        presenter.on(TodayEvent.SettingsTapped)
        eventually("there") { navigator.here == Place.Settings }
    }

    @Test
    fun `a day that cannot be read says why, and comes once it can`() {
        val broken = AtomicBoolean(true)
        val core = Core(object : WorkspaceInterface by lin.workspace {
            override fun todayDate() = if (broken.get()) throw XunlouException.Suspended() else lin.workspace.todayDate()
        })
        val presenter = open(core)
        val told = presenter.await("why") { it.notice != null }
        assertTrue(told.loading)
        assertEquals(Notice.Tone.PROBLEM, told.notice?.tone)
        broken.set(false)
        lin.workspace.addLogEntry("再试")
        presenter.loaded()
    }

    private fun report(title: String): DocumentId = lin.workspace.reportCase(
        NewCase(
            kind = CaseKind.REPAIR,
            title = title,
            detail = "",
            department = "engineering",
            severity = Severity.MINOR,
            found = null,
            about = RecordAbout.Area(lin.workspace.grants().areas.single()),
            agreed = null,
        ),
    )

    private fun open(core: Core = lin.core) = TodayPresenter(core, CHINESE, scope, navigator)

    private fun TodayPresenter.loaded(): TodayState = await("today") { !it.loading }

    private companion object {
        val CHINESE = Words(Language.CHINESE)
    }
}
