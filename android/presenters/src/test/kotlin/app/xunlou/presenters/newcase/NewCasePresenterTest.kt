package app.xunlou.presenters.newcase

import app.xunlou.core.CaseKind
import app.xunlou.core.CaseState
import app.xunlou.core.DocumentId
import app.xunlou.core.Language
import app.xunlou.core.NewCase
import app.xunlou.core.Severity
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
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import java.util.concurrent.CountDownLatch
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

class NewCasePresenterTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val navigator = Navigator(Place.Cases)
    private val household = lin.workspace.search("1-101", 1).single().household

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `of a household it is a repair, a complaint or the like, and no finding`() {
        val state = open(Place.NewCase(household)).loaded()
        assertEquals("1-101", state.place)
        assertEquals(CaseKind.REPAIR, state.kind)
        assertEquals(listOf("报修", "投诉", "代办服务", "有偿服务", "信息反馈", "收楼遗留"), state.kinds.map { it.text })
        assertEquals(listOf("轻微", "一般", "紧急"), state.severities.map { it.text })
        assertTrue("工程部" in state.departments.map { it.text })
        assertEquals(Severity.NORMAL, state.severity)
        assertNull(state.department)
    }

    @Test
    fun `of an area it is a finding or a feedback, and the first area is meant where none is given`() {
        val area = lin.workspace.grants().areas.first()
        val state = open(Place.NewCase(area = area)).loaded()
        assertEquals("东区", state.place)
        assertEquals(CaseKind.FINDING, state.kind)
        assertEquals(listOf("巡查发现", "信息反馈"), state.kinds.map { it.text })
        assertEquals("东区", open(Place.NewCase()).loaded().place)
    }

    @Test
    fun `nothing is sent without a title`() {
        val presenter = open(Place.NewCase(household))
        assertFalse(presenter.loaded().canSend)
        presenter.on(NewCaseEvent.TitleTyped("  "))
        presenter.on(NewCaseEvent.SendTapped)
        assertFalse(presenter.await { it.title == "  " }.canSend)
        presenter.on(NewCaseEvent.TitleTyped("厨房水管漏水"))
        assertTrue(presenter.await { it.title.isNotBlank() }.canSend)
        assertTrue(lin.workspace.openCases().isEmpty())
    }

    @Test
    fun `what was filled in is reported, and leads to the case without a way back to the form`() {
        val presenter = open(Place.NewCase(household))
        presenter.loaded()
        presenter.on(NewCaseEvent.TitleTyped(" 厨房水管漏水 "))
        presenter.on(NewCaseEvent.DetailTyped("水槽下方"))
        presenter.on(NewCaseEvent.DepartmentChosen("engineering"))
        presenter.on(NewCaseEvent.SeverityChosen(Severity.URGENT))
        presenter.on(NewCaseEvent.SendTapped)
        eventually("the case") { navigator.here is Place.CaseDetails }
        val case = lin.workspace.openCases().single()
        assertEquals(listOf(Place.Cases, Place.CaseDetails(case.document)), navigator.way.value)
        assertEquals(listOf("厨房水管漏水", "水槽下方", "engineering", "1-101"), listOf(case.title, case.detail, case.department, case.unit))
        assertEquals(Severity.URGENT, case.severity)
        assertEquals(CaseState.DISPATCHED, case.state)
    }

    @Test
    fun `a reply is promised in the estate's zone, the same time tomorrow unless another is chosen`() {
        val presenter = open(Place.NewCase(household))
        presenter.loaded()
        presenter.on(NewCaseEvent.KindChosen(CaseKind.COMPLAINT))
        assertTrue(presenter.await { it.kind == CaseKind.COMPLAINT }.canPromise)
        presenter.on(NewCaseEvent.PromiseChanged(true))
        val proposed = presenter.await("a proposal") { it.agreed != null }.agreed!!
        assertEquals(listOf("3月19日 周四", "10:30"), listOf(proposed.dayText, proposed.timeText))
        presenter.on(NewCaseEvent.DayChosen(LocalDate.parse("2026-03-18")))
        presenter.on(NewCaseEvent.TimeChosen(LocalTime.parse("17:05")))
        val agreed = presenter.await { it.agreed?.timeText == "17:05" }.agreed!!
        assertEquals("3月18日 周三", agreed.dayText)
        presenter.on(NewCaseEvent.TitleTyped("楼上噪音"))
        presenter.on(NewCaseEvent.SendTapped)
        eventually("the case") { navigator.here is Place.CaseDetails }
        assertEquals(Instant.parse("2026-03-18T17:05:00+08:00"), lin.workspace.openCases().single().agreed)
    }

    @Test
    fun `a promise is taken back, and does not go with a kind that has none`() {
        val presenter = open(Place.NewCase(household))
        assertFalse(presenter.loaded().canPromise)
        presenter.on(NewCaseEvent.KindChosen(CaseKind.FEEDBACK))
        presenter.on(NewCaseEvent.PromiseChanged(true))
        presenter.await("a proposal") { it.agreed != null }
        presenter.on(NewCaseEvent.PromiseChanged(false))
        presenter.await("none") { it.agreed == null }
        presenter.on(NewCaseEvent.PromiseChanged(true))
        presenter.await("another") { it.agreed != null }
        presenter.on(NewCaseEvent.KindChosen(CaseKind.ERRAND))
        presenter.on(NewCaseEvent.TitleTyped("代收快递"))
        presenter.on(NewCaseEvent.SendTapped)
        eventually("the case") { navigator.here is Place.CaseDetails }
        assertNull(lin.workspace.openCases().single().agreed)
    }

    @Test
    fun `a report that could not be saved says so, and keeps what was typed`() {
        val full = object : WorkspaceInterface by lin.workspace {
            override fun reportCase(new: NewCase): DocumentId = throw XunlouException.StorageFull()
        }
        val place = Place.NewCase(household)
        val presenter = open(place, Core(full))
        presenter.loaded()
        presenter.on(NewCaseEvent.TitleTyped("厨房水管漏水"))
        presenter.on(NewCaseEvent.SendTapped)
        val state = presenter.await("told") { it.notice != null && !it.saving }
        assertEquals(Notice.problem("手机空间已满:刚才一项没有保存,之前的都已保存"), state.notice)
        assertEquals("厨房水管漏水", state.title)
        assertTrue(state.canSend)
        assertEquals(place, navigator.here)
    }

    @Test
    fun `two taps report one case, and whoever has gone elsewhere meanwhile stays there`() {
        val gate = CountDownLatch(1)
        val slow = object : WorkspaceInterface by lin.workspace {
            override fun reportCase(new: NewCase): DocumentId {
                gate.await()
                return lin.workspace.reportCase(new)
            }
        }
        val presenter = open(Place.NewCase(household), Core(slow))
        presenter.loaded()
        presenter.on(NewCaseEvent.TitleTyped("厨房水管漏水"))
        presenter.on(NewCaseEvent.SendTapped)
        assertFalse(presenter.await("saving") { it.saving }.canSend)
        presenter.on(NewCaseEvent.SendTapped)
        presenter.on(NewCaseEvent.BackTapped)
        eventually("back") { navigator.here == Place.Cases }
        presenter.close()
        gate.countDown()
        eventually("the case") { lin.workspace.openCases().size == 1 }
        assertEquals(Place.Cases, navigator.here)
    }

    @Test
    fun `what arrives meanwhile does not touch what was typed`() {
        val presenter = open(Place.NewCase(household))
        presenter.loaded()
        presenter.on(NewCaseEvent.TitleTyped("厨房水管漏水"))
        presenter.await { it.title.isNotEmpty() }
        lin.workspace.sync()
        presenter.on(NewCaseEvent.DetailTyped("水槽下方"))
        assertEquals("厨房水管漏水", presenter.await { it.detail.isNotEmpty() }.title)
    }

    @Test
    fun `the office reports too`() {
        val tang = story.phone("tang")
        val state = open(Place.NewCase(), tang.core).loaded()
        assertEquals(CaseKind.FINDING, state.kind)
        assertTrue(state.place.isNotEmpty())
    }

    private fun open(place: Place.NewCase, core: Core = lin.core): NewCasePresenter {
        navigator.go(place)
        return NewCasePresenter(place, core, Words(Language.CHINESE), scope, navigator)
    }

    private fun NewCasePresenter.loaded(): NewCaseState = await("the form") { !it.loading }
}
