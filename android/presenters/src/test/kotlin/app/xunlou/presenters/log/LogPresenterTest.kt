package app.xunlou.presenters.log

import app.xunlou.core.CaseKind
import app.xunlou.core.Language
import app.xunlou.core.NewCase
import app.xunlou.core.RecordAbout
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
import app.xunlou.presenters.testing.answerRest
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.startPatrol
import app.xunlou.presenters.testing.startVisit
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

class LogPresenterTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val phone = FakePhone()
    private val navigator = Navigator(listOf(Place.Today, Place.Log))

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `the day is assembled from what was done`() {
        val patrol = lin.workspace.startPatrol()
        lin.workspace.answer(patrol, "fire_doors", "problem")
        lin.workspace.setNote(patrol, "fire_doors", "关不上")
        val visit = lin.workspace.startVisit("1-101")
        lin.workspace.answerRest(visit)
        lin.workspace.finish(visit)
        report("路灯不亮")
        lin.workspace.addLogEntry("协助住户搬家")
        val state = open().loaded()
        assertEquals("3月18日 周三", state.day)
        assertTrue(state.isToday)
        val line = state.duties.single { it.title == "楼宇巡查 · 上午" }
        assertEquals(LogState.Line("楼宇巡查 · 上午", "东区", "进行中", Mark.GOING, listOf("防火门:关不上")), line)
        assertEquals(listOf(LogState.Line("管家家访", "1-101", "已完成", Mark.GOOD, emptyList())), state.records)
        assertEquals(listOf("路灯不亮" to "工程部"), state.cases.map { it.title to it.about })
        assertEquals(listOf("10:30" to "协助住户搬家"), state.entries.map { it.time to it.text })
    }

    @Test
    fun `an entry is written, without the blanks around it`() {
        val presenter = open()
        presenter.loaded()
        presenter.on(LogEvent.Typed("  "))
        presenter.on(LogEvent.Added)
        presenter.on(LogEvent.Typed(" 协助住户搬家 "))
        assertTrue(presenter.await("typed") { it.draft.isNotBlank() }.canAdd)
        presenter.on(LogEvent.Added)
        val state = presenter.await("added") { it.entries.isNotEmpty() && !it.adding }
        assertEquals(listOf("协助住户搬家"), state.entries.map { it.text })
        assertEquals("", state.draft)
        assertFalse(state.canAdd)
    }

    @Test
    fun `an entry shows once it is durable, one tap is one entry, and what is typed meanwhile stays`() {
        val gate = CountDownLatch(1)
        val slow = object : WorkspaceInterface by lin.workspace {
            override fun addLogEntry(text: String) {
                gate.await()
                lin.workspace.addLogEntry(text)
            }
        }
        val presenter = open(Core(slow))
        presenter.loaded()
        presenter.on(LogEvent.Typed("协助住户搬家"))
        presenter.on(LogEvent.Added)
        presenter.on(LogEvent.Added)
        val before = presenter.await("saving") { it.adding }
        assertEquals(emptyList(), before.entries)
        presenter.on(LogEvent.Typed("整理资料"))
        presenter.await("typed on") { it.draft == "整理资料" }
        gate.countDown()
        val state = presenter.await("added") { it.entries.isNotEmpty() && !it.adding }
        assertEquals(listOf("协助住户搬家"), state.entries.map { it.text })
        assertEquals("整理资料", state.draft)
    }

    @Test
    fun `an entry that could not be saved says so, and stays as it was typed`() {
        val full = AtomicBoolean(true)
        val core = Core(object : WorkspaceInterface by lin.workspace {
            override fun addLogEntry(text: String) =
                if (full.get()) throw XunlouException.StorageFull() else lin.workspace.addLogEntry(text)
        })
        val presenter = open(core)
        presenter.loaded()
        presenter.on(LogEvent.Typed("协助住户搬家"))
        presenter.on(LogEvent.Added)
        val failed = presenter.await("told") { it.notice != null && !it.adding }
        assertEquals(Notice.Tone.PROBLEM, failed.notice?.tone)
        assertEquals("协助住户搬家", failed.draft)
        full.set(false)
        presenter.on(LogEvent.Added)
        presenter.await("added") { it.entries.size == 1 && it.draft.isEmpty() && it.notice == null }
    }

    @Test
    fun `an entry is removed by a second tap, and not by one`() {
        lin.workspace.addLogEntry("协助住户搬家")
        val presenter = open()
        val entry = presenter.loaded().entries.single().id
        presenter.on(LogEvent.RemoveTapped(entry))
        presenter.await("the question") { it.entries.single().asking }
        presenter.on(LogEvent.RemoveDropped)
        presenter.await("no question") { !it.entries.single().asking }
        presenter.on(LogEvent.RemoveTapped(entry))
        presenter.on(LogEvent.Removed)
        presenter.await("gone") { it.entries.isEmpty() }
        assertEquals(emptyList(), lin.workspace.dayLog(lin.workspace.todayDate()).entries)
    }

    @Test
    fun `one turns back to earlier days, and not beyond today`() {
        lin.workspace.addLogEntry("协助住户搬家")
        val presenter = open()
        presenter.loaded()
        presenter.on(LogEvent.DayBeforeTapped)
        val before = presenter.await("yesterday") { it.day == "3月17日 周二" }
        assertFalse(before.isToday)
        assertEquals(emptyList(), before.entries)
        presenter.on(LogEvent.DayBeforeTapped)
        presenter.await("the day before") { it.day == "3月16日 周一" }
        presenter.on(LogEvent.TodayTapped)
        presenter.await("today") { it.isToday && it.entries.size == 1 }
        presenter.on(LogEvent.DayAfterTapped)
        presenter.on(LogEvent.DayBeforeTapped)
        presenter.await("yesterday again") { it.day == "3月17日 周二" }
        presenter.on(LogEvent.DayAfterTapped)
        presenter.await("today again") { it.day == "3月18日 周三" && it.isToday }
    }

    @Test
    fun `the day that is shown is shared as a text, in the language that is set`() {
        lin.workspace.addLogEntry("协助住户搬家")
        val presenter = open()
        presenter.loaded()
        presenter.on(LogEvent.ShareTapped)
        eventually("the text") { phone.asked.any { it.startsWith("share ") && "协助住户搬家" in it && "林晓岚 2026-03-18" in it } }
        presenter.on(LogEvent.DayBeforeTapped)
        presenter.await("yesterday") { !it.isToday }
        presenter.on(LogEvent.ShareTapped)
        eventually("yesterday's text") { phone.asked.any { "2026-03-17" in it } }
        val english = LogPresenter(lin.core, Words(Language.ENGLISH), scope, navigator, phone)
        english.loaded()
        english.on(LogEvent.ShareTapped)
        eventually("the English text") { phone.asked.last().contains("Morning") }
    }

    @Test
    fun `what is done meanwhile shows at once`() {
        val presenter = open()
        presenter.loaded()
        report("路灯不亮")
        presenter.await("the case") { it.cases.size == 1 }
    }

    @Test
    fun `settings are one tap away`() {
        val presenter = open()
        presenter.on(LogEvent.SettingsTapped)
        eventually("there") { navigator.here == Place.Settings }
    }

    private fun report(title: String) = lin.workspace.reportCase(
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

    private fun open(core: Core = lin.core) = LogPresenter(core, CHINESE, scope, navigator, phone)

    private fun LogPresenter.loaded(): LogState = await("the log") { !it.loading }

    private companion object {
        val CHINESE = Words(Language.CHINESE)
    }
}
