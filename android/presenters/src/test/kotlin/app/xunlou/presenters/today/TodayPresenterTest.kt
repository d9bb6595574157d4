package app.xunlou.presenters.today

import app.xunlou.core.Language
import app.xunlou.core.DutySlot
import app.xunlou.core.NewDecoration
import app.xunlou.core.NewRecord
import app.xunlou.core.WorkerPass
import app.xunlou.core.Workspace
import app.xunlou.presenters.Core
import app.xunlou.presenters.Mark
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.testing.Handset
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.answerRest
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.startPatrol
import app.xunlou.presenters.testing.startVisit
import app.xunlou.presenters.today.TodayState.Act
import java.time.LocalDate
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

class TodayPresenterTest {
    private val story = Story("2026-03-18T08:00:00+08:00")
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val navigator = Navigator(Place.Today)

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `it says which day it is and whose, and what the day holds`() {
        val state = open().loaded()
        assertEquals("3月18日 周三 · 林晓岚 · 栖云里花园", state.subtitle)
        assertEquals(listOf("早间迎送 · 早间"), state.now.map { it.title })
        val area = state.areas.single()
        assertEquals("东区", area.name)
        val rest = listOf("楼宇巡查 · 上午", "楼宇巡查 · 下午", "晚间垃圾清运督导 · 晚间")
        assertEquals(rest, area.duties.map { it.title })
        assertEquals("东区 · 10:30–11:00", area.duties.first().line)
        assertFalse(state.free)
    }

    @Test
    fun `a patrol is to come, due, late and missed as the day goes on`() {
        val presenter = open()
        presenter.loaded()
        val expected = listOf(
            Triple("08:05", Mark.QUIET, "未到时间"),
            Triple("10:30", Mark.DUE, "应巡查"),
            Triple("10:50", Mark.WARNING, "已迟"),
            Triple("11:20", Mark.BAD, "漏巡"),
        )
        for ((time, mark, said) in expected) {
            at(time)
            val patrol = presenter.await("$time: $said") { it.patrol.said == said }.patrol
            assertEquals(mark, patrol.mark)
            assertEquals(mark in setOf(Mark.DUE, Mark.WARNING), patrol.now)
        }
    }

    @Test
    fun `what ends first stands first of what is to be done now, and sites stand by themselves`() {
        site("1-101")
        story.clock("10:30")
        lin.workspace.startPatrol("afternoon")
        val state = open().loaded()
        assertEquals(listOf("楼宇巡查 · 上午", "楼宇巡查 · 下午"), state.now.map { it.title })
        assertEquals(listOf("1-101"), state.sites.map { it.title })
        assertTrue(state.sites.single().now)
        assertEquals(listOf("早间迎送 · 早间", "晚间垃圾清运督导 · 晚间"), state.areas.single().duties.map { it.title })
    }

    @Test
    fun `starting leads to the record, and from then on one goes on with it`() {
        story.clock("10:30")
        val presenter = open()
        val due = presenter.loaded().patrol
        assertEquals(Act.START, due.act)
        presenter.on(TodayEvent.Opened(due.id))
        presenter.on(TodayEvent.Opened(due.id))
        eventually("the record") { navigator.here is Place.Record }
        val record = (navigator.here as Place.Record).document
        val going = presenter.await("going on") { it.patrol.act == Act.CONTINUE && !it.patrol.saving }.patrol
        assertEquals(Mark.GOING, going.mark)
        assertEquals(record, lin.workspace.today().first { it.duty == "butler_patrol" }.record)
        navigator.back()
        presenter.on(TodayEvent.Opened(going.id))
        eventually("the same record") { navigator.here == Place.Record(record) }
    }

    @Test
    fun `what is done can be looked at, with its problems counted`() {
        story.clock("10:30")
        val record = lin.workspace.startPatrol()
        lin.workspace.answer(record, "notices", "problem")
        lin.workspace.attachPhoto(record, "notices", "image/jpeg", story.stage.photo(1))
        lin.workspace.answerRest(record)
        lin.workspace.finish(record)
        val presenter = open()
        val done = presenter.loaded().patrol
        assertEquals(listOf(Mark.GOOD, Act.LOOK, "异常 1 项"), listOf(done.mark, done.act, done.detail))
        assertFalse(done.now)
        presenter.on(TodayEvent.Opened(done.id))
        eventually("there") { navigator.here == Place.Record(record) }
    }

    @Test
    fun `what another one did or does says so, and is there to look at`() {
        story.clock("10:30")
        val tang = story.phone("tang")
        tang.workspace.startPatrol(lin)
        tang.workspace.sync()
        lin.workspace.sync()
        val patrol = open().loaded().patrol
        assertEquals(listOf("唐若溪", Act.LOOK, false), listOf(patrol.detail, patrol.act, patrol.now))
    }

    @Test
    fun `a site says which papers expire soon or have, and no others`() {
        site("1-102")
        site("1-101", permitUntil = "2026-03-20", passes = mapOf("甲" to "2026-03-10", "乙" to "2026-12-31"))
        val sites = open().loaded().sites
        assertEquals(listOf("1-101", "1-102"), sites.map { it.title })
        assertEquals("装修督导 · 当天 · 08:10–17:30", sites[0].line)
        assertEquals(listOf("施工许可证 2 天后到期", "甲 已过期 8 天"), sites[0].papers.map { it.text })
        assertEquals(listOf(Mark.WARNING, Mark.BAD), sites[0].papers.map { it.mark })
        assertEquals(emptyList(), sites[1].papers)
    }

    @Test
    fun `a site is inspected, and its record is about it`() {
        val site = site("1-101")
        story.clock("09:00")
        val presenter = open()
        presenter.on(TodayEvent.Opened(presenter.loaded().sites.single().id))
        eventually("the record") { navigator.here is Place.Record }
        assertEquals(site, lin.workspace.record((navigator.here as Place.Record).document).about)
    }

    @Test
    fun `coverage is said and whom to visit next, and a visit leads to the file`() {
        val presenter = open()
        val area = presenter.loaded().areas.single()
        assertEquals(listOf("每月家访不少于1/3户", "每季度家访98%"), area.coverage.map { it.title }.sorted().reversed())
        assertEquals(3, area.visits.size)
        presenter.on(TodayEvent.VisitTapped(area.visits.first().id))
        eventually("the file") { navigator.here == Place.Household(area.visits.first().id) }
    }

    @Test
    fun `an assistant sees the duties of the whole estate`() {
        story.clock("09:30")
        val tang = story.phone("tang")
        val state = open(tang.core).loaded()
        assertEquals(listOf("大区巡查 · 上午"), state.now.map { it.title })
        assertEquals(listOf("大区巡查 · 下午"), state.estate.map { it.title })
        assertEquals("栖云里花园 · 15:00–17:00", state.estate.single().line)
    }

    @Test
    fun `what changes elsewhere is seen at once`() {
        story.clock("10:30")
        val presenter = open()
        presenter.loaded()
        lin.workspace.startPatrol()
        presenter.await("the patrol that was begun") { it.patrol.act == Act.CONTINUE }
        val visit = lin.workspace.startVisit("1-101")
        lin.workspace.answerRest(visit)
        lin.workspace.finish(visit)
        presenter.await("the visit") { state -> state.areas.single().coverage.all { it.figures.startsWith("1 / ") } }
    }

    private fun open(core: Core = lin.core) = TodayPresenter(core, CHINESE, scope, navigator)

    private fun TodayPresenter.loaded(): TodayState = await("today") { !it.loading }

    private val TodayState.patrol get() = duties.first { it.id.startsWith("butler_patrol/morning/") }

    /** The clock shows this, and something changes, so that it is looked at. */
    private fun at(time: String) {
        story.clock(time)
        lin.workspace.addLogEntry(time)
    }

    /** An assistant goes the butler's round. */
    private fun Workspace.startPatrol(butler: Handset) {
        val duty = butler.workspace.today().first { it.duty == "butler_patrol" }
        startRecord(NewRecord(duty.form, DutySlot(duty.duty, duty.slot), duty.subject.about, false))
    }

    private fun site(unit: String, permitUntil: String? = null, passes: Map<String, String> = emptyMap()) = lin.workspace.openDecoration(
        NewDecoration(
            household = lin.workspace.search(unit, 1).single().household,
            contractor = "装修公司",
            firstDay = LocalDate.parse("2026-03-01"),
            permit = permitUntil?.let { "X-1" },
            permitUntil = permitUntil?.let(LocalDate::parse),
            passes = passes.map { (holder, until) -> WorkerPass(holder, LocalDate.parse(until)) },
        ),
    )

    private companion object {
        val CHINESE = Words(Language.CHINESE)
    }
}
