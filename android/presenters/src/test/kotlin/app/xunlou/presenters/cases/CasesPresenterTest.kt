package app.xunlou.presenters.cases

import app.xunlou.core.CaseKind
import app.xunlou.core.CaseState
import app.xunlou.core.CaseStep
import app.xunlou.core.CaseView
import app.xunlou.core.Language
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.Mark
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.PassingTime
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.reportOf
import app.xunlou.presenters.testing.reportOfArea
import app.xunlou.presenters.testing.step
import java.time.Instant
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.CoroutineScope
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

class CasesPresenterTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val navigator = Navigator(Place.Cases)

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `what is due first comes first, with its kind, its unit, its state and its next deadline`() {
        lin.workspace.reportOfArea("东门路灯不亮", "engineering")
        story.clock("10:40")
        lin.workspace.reportOf("1-101", "厨房水管漏水")
        story.clock("10:50")
        lin.workspace.reportOf("1-102", "想了解车位", CaseKind.FEEDBACK, agreed = NOON)
        val rows = open().loaded().rows
        assertEquals(listOf("想了解车位", "厨房水管漏水", "东门路灯不亮"), rows.map { it.title })
        assertEquals(listOf("信息反馈 · 1-102", "报修 · 1-101", "巡查发现 · 工程部"), rows.map { it.detail })
        assertEquals(listOf("待处理", "待处理", "已派单"), rows.map { it.state })
        assertEquals(listOf("回复 12:00 前", "回复 3月20日 周五 00:00 前", "定方案 3月22日 周日 00:00 前"), rows.map { it.due })
    }

    @Test
    fun `filters say how many there are, and show mine, the overdue, or one state`() {
        val tang = story.phone("tang")
        val repair = lin.workspace.reportOf("1-101", "厨房水管漏水")
        lin.workspace.step(repair, CaseStep.DISPATCHED, department = "engineering")
        tang.workspace.reportOf("2-101", "楼上噪音", CaseKind.COMPLAINT)
        tang.workspace.sync()
        lin.workspace.sync()
        val presenter = open()
        val state = presenter.loaded()
        assertEquals(CasesState.ALL, state.filter)
        assertEquals(listOf("全部 2", "我上报的 1", "超期 0", "待处理 1", "已派单 1"), state.filters.map { it.text })
        assertEquals(listOf("厨房水管漏水"), presenter.titlesOf(CasesState.MINE))
        assertEquals(listOf("楼上噪音"), presenter.titlesOf(CaseState.OPEN.name))
        assertEquals(listOf("厨房水管漏水"), presenter.titlesOf(CaseState.DISPATCHED.name))
        assertEquals(emptyList(), presenter.titlesOf(CasesState.OVERDUE))
    }

    @Test
    fun `a promised reply becomes overdue as time passes, without anybody's doing`() = PassingTime().use { time ->
        lin.workspace.reportOf("1-101", "想了解车位", CaseKind.FEEDBACK, agreed = NOON)
        val presenter = open(on = time)
        val before = presenter.loaded()
        assertEquals("超期 0", before.filters[2].text)
        assertEquals(Mark.DUE, before.rows.single().mark)
        story.clock("14:00")
        eventually("the next minute") {
            time.pass()
            presenter.state.value.filters[2].text == "超期 1"
        }
        val row = presenter.state.value.rows.single()
        assertEquals("回复 已超期,应在 12:00 前", row.due)
        assertEquals(Mark.BAD, row.mark)
        assertEquals(listOf("想了解车位"), presenter.titlesOf(CasesState.OVERDUE))
    }

    @Test
    fun `a case that somebody else closes leaves the list, and the chosen filter stays`() {
        val case = lin.workspace.reportOfArea("东门路灯不亮", "engineering")
        lin.workspace.sync()
        val presenter = open()
        presenter.loaded()
        presenter.titlesOf(CaseState.DISPATCHED.name)
        val tang = story.phone("tang")
        tang.workspace.step(case, CaseStep.CLOSED)
        tang.workspace.sync()
        lin.workspace.sync()
        val state = presenter.await("the end of it") { it.rows.isEmpty() }
        assertEquals(CaseState.DISPATCHED.name, state.filter)
        assertEquals(listOf("全部 0", "我上报的 0", "超期 0", "已派单 0"), state.filters.map { it.text })
    }

    @Test
    fun `a case that is reported is there at once`() {
        val presenter = open()
        assertTrue(presenter.loaded().rows.isEmpty())
        lin.workspace.reportOf("1-101", "厨房水管漏水")
        presenter.await("the case") { it.rows.size == 1 }
    }

    @Test
    fun `a case is opened, and something is reported in the first area`() {
        val case = lin.workspace.reportOf("1-101", "厨房水管漏水")
        val presenter = open()
        presenter.loaded()
        presenter.on(CasesEvent.CaseTapped(case))
        eventually("the case") { navigator.here == Place.CaseDetails(case) }
        presenter.on(CasesEvent.ReportTapped)
        eventually("the report") { navigator.here == Place.NewCase(area = lin.workspace.grants().areas.first()) }
    }

    @Test
    fun `cases that cannot be read say why, and come once they can be`() {
        var broken = true
        val core = object : WorkspaceInterface by lin.workspace {
            override fun openCases(): List<CaseView> =
                if (broken) throw XunlouException.Suspended() else lin.workspace.openCases()
        }
        val presenter = open(Core(core))
        val state = presenter.await("told") { it.notice != null }
        assertEquals(Notice.problem("应用刚从后台回来,请重试"), state.notice)
        assertTrue(state.loading)
        broken = false
        lin.workspace.reportOf("1-101", "厨房水管漏水")
        presenter.await("the case") { it.rows.size == 1 }
    }

    private fun open(core: Core = lin.core, on: CoroutineScope = scope) = CasesPresenter(core, Words(Language.CHINESE), on, navigator)

    private fun CasesPresenter.loaded(): CasesState = await("the cases") { !it.loading }

    private fun CasesPresenter.titlesOf(filter: String): List<String> {
        on(CasesEvent.FilterChosen(filter))
        return await("the filter") { it.filter == filter }.rows.map { it.title }
    }

    private companion object {
        val NOON: Instant = Instant.parse("2026-03-18T12:00:00+08:00")
    }
}
