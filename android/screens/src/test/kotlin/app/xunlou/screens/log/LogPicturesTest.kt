package app.xunlou.screens.log

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.ui.Modifier
import app.xunlou.core.CaseKind
import app.xunlou.core.Language
import app.xunlou.core.NewCase
import app.xunlou.core.RecordAbout
import app.xunlou.core.Severity
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.log.LogEvent
import app.xunlou.presenters.log.LogPresenter
import app.xunlou.presenters.log.LogState
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.answerRest
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.startPatrol
import app.xunlou.presenters.testing.startVisit
import app.xunlou.screens.components.BottomTabs
import app.xunlou.screens.pictures.Look
import app.xunlou.screens.pictures.picture
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** The day's log as it looks, with states of the real presenter on the real core. */
class LogPicturesTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `a day's work, in every look`() {
        day()
        take("log", open())
        take("log-dark", open(), Look(dark = true))
        take("log-large", open(), Look(text = 2f))
        take("log-english", open(Language.ENGLISH), Look(Language.ENGLISH))
    }

    @Test
    fun `one entry is being typed, and another about to be removed`() {
        day()
        val presenter = open()
        presenter.on(LogEvent.RemoveTapped(presenter.state.value.entries.first().id))
        presenter.on(LogEvent.Typed("联系工程部跟进路灯"))
        presenter.await { it.canAdd && it.entries.first().asking }
        take("log-entries", presenter, from = 2)
    }

    @Test
    fun `a day on which nothing was done`() {
        val presenter = open()
        presenter.on(LogEvent.DayBeforeTapped)
        presenter.await { !it.isToday }
        take("log-before", presenter)
    }

    /** A patrol with a finding, a visit, a case and two entries. */
    private fun day() {
        val patrol = lin.workspace.startPatrol()
        lin.workspace.answer(patrol, "fire_doors", "problem")
        lin.workspace.setNote(patrol, "fire_doors", "7层东侧防火门闭门器坏,关不严")
        lin.workspace.attachPhoto(patrol, "fire_doors", "image/jpeg", story.stage.photo(7))
        lin.workspace.answerRest(patrol)
        story.clock("10:55")
        lin.workspace.finish(patrol)
        val visit = lin.workspace.startVisit("1-101")
        lin.workspace.answerRest(visit)
        lin.workspace.finish(visit)
        lin.workspace.addLogEntry("协助1-103住户搬家")
        story.clock("11:40")
        lin.workspace.addLogEntry("整理装修档案,核对2栋出入证")
        lin.workspace.reportCase(
            NewCase(
                kind = CaseKind.REPAIR,
                title = "2栋门前路灯不亮",
                detail = "",
                department = "engineering",
                severity = Severity.MINOR,
                found = null,
                about = RecordAbout.Area(lin.workspace.grants().areas.single()),
                agreed = null,
            ),
        )
    }

    private fun open(language: Language = Language.CHINESE): LogPresenter {
        val presenter = LogPresenter(lin.core, Words(language), scope, Navigator(Place.Log), FakePhone())
        presenter.await { !it.loading }
        return presenter
    }

    private fun take(name: String, presenter: LogPresenter, look: Look = Look(), from: Int = 0) {
        val state: LogState = presenter.state.value
        picture(name, look) {
            Column {
                Box(Modifier.weight(1f)) { LogScreen(state, {}, rememberLazyListState(from)) }
                BottomTabs(Place.Log, unsent = 0, onGo = {})
            }
        }
    }
}
