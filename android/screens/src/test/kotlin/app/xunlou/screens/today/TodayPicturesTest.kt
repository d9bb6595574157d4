package app.xunlou.screens.today

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.ui.Modifier
import app.xunlou.core.CaseKind
import app.xunlou.core.DutySlot
import app.xunlou.core.Language
import app.xunlou.core.NewCase
import app.xunlou.core.NewDecoration
import app.xunlou.core.NewRecord
import app.xunlou.core.RecordAbout
import app.xunlou.core.Severity
import app.xunlou.core.WorkerPass
import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.answerRest
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.startPatrol
import app.xunlou.presenters.today.TodayEvent
import app.xunlou.presenters.today.TodayPresenter
import app.xunlou.presenters.today.TodayState
import app.xunlou.screens.components.BottomTabs
import app.xunlou.screens.pictures.Look
import app.xunlou.screens.pictures.picture
import java.time.Instant
import java.time.LocalDate
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** 今日 as it looks, with states of the real presenter on the real core. */
class TodayPicturesTest {
    private val story = Story("2026-03-18T08:15:00+08:00")
    private val lin = story.phone("lin")
    private val scope = MainScope()

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `the patrol is due, in light, large and English, and late in the dark`() {
        morning()
        take("today", open())
        take("today-large", open(), Look(text = 2f))
        take("today-english", open(Language.ENGLISH), Look(Language.ENGLISH))
        take("today-below", open(), from = 8)
        story.clock("10:50")
        take("today-dark", open(), Look(dark = true))
    }

    @Test
    fun `a patrol that is late is being excused`() {
        morning()
        story.clock("10:50")
        val presenter = open()
        val late = presenter.state.value.now.first().id
        presenter.on(TodayEvent.ExcuseTapped(late))
        presenter.on(TodayEvent.ReasonChosen("resident"))
        presenter.on(TodayEvent.ExcuseTyped("协助1-103搬运病人"))
        presenter.await { it.now.first().excuse?.note?.isNotEmpty() == true }
        take("today-excuse", presenter)
    }

    @Test
    fun `at noon the morning is done or missed, two phones said different things, and the server refused some`() {
        val record = lin.workspace.startPatrol()
        lin.workspace.sync()
        val tang = story.phone("tang")
        tang.workspace.answer(record, "lifts", "ok")
        tang.workspace.sync()
        lin.workspace.answer(record, "notices", "problem")
        lin.workspace.attachPhoto(record, "notices", "image/jpeg", story.stage.photo(1))
        lin.workspace.answer(record, "lifts", "na")
        lin.workspace.answerRest(record)
        story.clock("10:58")
        lin.workspace.finish(record)
        lin.workspace.sync()
        story.clock("12:10")
        val refusing = object : WorkspaceInterface by lin.workspace {
            override fun syncStatus() = lin.workspace.syncStatus().run { copy(waiting = waiting.copy(refused = 2)) }
        }
        take("today-noon", open(core = Core(refusing)))
    }

    @Test
    fun `nothing is to be done, for a manager of all areas`() {
        take("today-free", open(core = story.phone("gu").core))
    }

    /** The greeting is over, two units are under decoration, and some cases are open: it is half past ten. */
    private fun morning() {
        val greeting = lin.workspace.today().first { it.duty == "morning_greeting" }
        val area = RecordAbout.Area(lin.workspace.grants().areas.single())
        val record = lin.workspace.startRecord(NewRecord(greeting.form, DutySlot(greeting.duty, greeting.slot), area, false))
        lin.workspace.answerRest(record)
        story.clock("08:40")
        lin.workspace.finish(record)
        site("1-102", "2026-03-20", WorkerPass("施工员甲", LocalDate.parse("2026-03-10")))
        site("2-101", "2026-12-31")
        report("厨房水管漏水", "1-103", "engineering", due = "2026-03-18T02:00:00Z")
        report("楼上夜间噪声", "2-104", "security", due = "2026-03-18T08:00:00Z")
        report("门禁卡失效", "1-101", "engineering", due = "2026-03-19T02:00:00Z")
        report("楼道有异味", "2-102", "cleaning", due = "2026-03-19T08:00:00Z")
        story.clock("10:30")
    }

    private fun site(unit: String, permitUntil: String, vararg passes: WorkerPass) {
        val household = household(unit)
        val (first, last) = LocalDate.parse("2026-03-01") to LocalDate.parse(permitUntil)
        lin.workspace.openDecoration(NewDecoration(household, "装修公司", first, "X-1", last, passes.toList()))
    }

    private fun report(title: String, unit: String, department: String, due: String) {
        lin.workspace.reportCase(
            NewCase(
                kind = CaseKind.REPAIR,
                title = title,
                detail = "",
                department = department,
                severity = Severity.MINOR,
                found = null,
                about = RecordAbout.Document(household(unit)),
                agreed = Instant.parse(due),
            ),
        )
    }

    private fun household(unit: String) = lin.workspace.search(unit, 1).single().household

    private fun open(language: Language = Language.CHINESE, core: Core = lin.core): TodayPresenter {
        val presenter = TodayPresenter(core, Words(language), scope, Navigator(Place.Today))
        presenter.await { !it.loading }
        return presenter
    }

    private fun take(name: String, presenter: TodayPresenter, look: Look = Look(), from: Int = 0) {
        val state: TodayState = presenter.state.value
        picture(name, look) {
            Column {
                Box(Modifier.weight(1f)) { TodayScreen(state, {}, rememberLazyListState(from)) }
                BottomTabs(Place.Today, unsent = 0, onGo = {})
            }
        }
    }
}
