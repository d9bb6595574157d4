package app.xunlou.screens.newcase

import app.xunlou.core.CaseKind
import app.xunlou.core.DocumentId
import app.xunlou.core.Language
import app.xunlou.core.NewCase
import app.xunlou.core.Severity
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.newcase.NewCaseEvent
import app.xunlou.presenters.newcase.NewCasePresenter
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.await
import app.xunlou.screens.components.DayDialog
import app.xunlou.screens.pictures.Look
import app.xunlou.screens.pictures.picture
import app.xunlou.screens.theme.Xunlou
import java.time.LocalDate
import java.time.LocalTime
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** A report as it looks, with states of the real presenter on the real core. */
class NewCasePicturesTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val household = Place.NewCase(lin.workspace.search("1-102", 1).single().household)

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `something on public ground, before anything is typed`() = take("newcase-empty", open(Place.NewCase()))

    @Test
    fun `a complaint with a promised reply, in every look`() {
        take("newcase", complaint())
        take("newcase-dark", complaint(), Look(dark = true))
        take("newcase-large", complaint(), Look(text = 2f))
        take("newcase-english", complaint(Language.ENGLISH), Look(Language.ENGLISH))
    }

    @Test
    fun `a report that could not be saved`() {
        val full = object : WorkspaceInterface by lin.workspace {
            override fun reportCase(new: NewCase): DocumentId = throw XunlouException.StorageFull()
        }
        val presenter = open(household, core = Core(full))
        presenter.on(NewCaseEvent.TitleTyped("厨房水管漏水"))
        presenter.on(NewCaseEvent.SendTapped)
        presenter.await { it.notice != null && !it.saving }
        take("newcase-problem", presenter)
    }

    @Test
    fun `the day and the time of a promise being chosen, in large text`() {
        val day = LocalDate.of(2026, 3, 19)
        picture("newcase-day-large", Look(text = 2f)) {
            DayDialog(Xunlou.words("case-agreed"), day, "newcase-day", first = day.minusDays(1), onClose = {}) {}
        }
        picture("newcase-time-large", Look(text = 2f)) { TimeDialog(LocalTime.of(17, 0), onClose = {}) {} }
    }

    private fun complaint(language: Language = Language.CHINESE): NewCasePresenter {
        val presenter = open(household, language)
        presenter.on(NewCaseEvent.KindChosen(CaseKind.COMPLAINT))
        presenter.on(NewCaseEvent.TitleTyped("楼上夜间噪音"))
        presenter.on(NewCaseEvent.DetailTyped("夜里十一点以后拖动家具"))
        presenter.on(NewCaseEvent.SeverityChosen(Severity.NORMAL))
        presenter.on(NewCaseEvent.PromiseChanged(true))
        presenter.await { it.agreed != null }
        presenter.on(NewCaseEvent.TimeChosen(LocalTime.of(17, 0)))
        presenter.await { it.agreed?.timeText == "17:00" }
        return presenter
    }

    private fun open(place: Place.NewCase, language: Language = Language.CHINESE, core: Core = lin.core): NewCasePresenter {
        val presenter = NewCasePresenter(place, core, Words(language), scope, Navigator(place))
        presenter.await { !it.loading }
        return presenter
    }

    private fun take(name: String, presenter: NewCasePresenter, look: Look = Look()) {
        val state = presenter.state.value
        picture(name, look) { NewCaseScreen(state) {} }
    }
}
