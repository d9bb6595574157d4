package app.xunlou.screens.conflicts

import app.xunlou.core.Language
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.conflicts.ConflictsEvent
import app.xunlou.presenters.conflicts.ConflictsPresenter
import app.xunlou.presenters.conflicts.ConflictsState
import app.xunlou.presenters.testing.Apart
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.startPatrol
import app.xunlou.screens.pictures.Look
import app.xunlou.screens.pictures.picture
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** Conflicts as they look, with states of the real presenter on the real core. */
class ConflictsPicturesTest {
    private val story = Story()
    private val apart = Apart(story)
    private val scope = MainScope()

    @AfterEach
    fun end() {
        scope.close()
        apart.close()
        story.close()
    }

    @Test
    fun `mine and theirs side by side, in every look`() {
        differ()
        take("conflicts", open())
        take("conflicts-dark", open(), Look(dark = true))
        take("conflicts-large", open(), Look(text = 2f))
        take("conflicts-english", open(Language.ENGLISH), Look(Language.ENGLISH))
    }

    @Test
    fun `a third answer, where both are wrong`() {
        differ()
        val presenter = open()
        val lifts = presenter.state.value.conflicts.single { it.title == "电梯运行情况" }.id
        presenter.on(ConflictsEvent.WriteTapped(lifts))
        presenter.on(ConflictsEvent.Written(lifts, "na"))
        presenter.await { it.conflict(lifts)?.form?.canSave == true }
        take("conflicts-third", presenter)
    }

    @Test
    fun `one was settled, and none is left`() {
        apart.edit("hobbies", "钓鱼", "下棋和围棋,每周三晚上在会所")
        val presenter = open()
        val conflict = presenter.state.value.conflicts.single()
        presenter.on(ConflictsEvent.Taken(conflict.id, conflict.candidates.last().change!!))
        presenter.await { it.conflicts.isEmpty() && it.notice != null }
        take("conflicts-settled", presenter)
    }

    private fun differ() {
        val record = apart.phone.workspace.startPatrol()
        apart.meet()
        apart.clock("10:31")
        apart.phone.workspace.answer(record, "lifts", "problem")
        apart.clock("10:34")
        apart.tablet.workspace.answer(record, "lifts", "ok")
        apart.edit("hobbies", "钓鱼", "下棋和围棋,每周三晚上在会所")
    }

    private fun open(language: Language = Language.CHINESE): ConflictsPresenter {
        val presenter = ConflictsPresenter(apart.phone.core, Words(language), scope, Navigator(Place.Today))
        presenter.await { !it.loading }
        return presenter
    }

    /** Which of two documents comes first is chance; here the records do. */
    private fun take(name: String, presenter: ConflictsPresenter, look: Look = Look()) {
        val state: ConflictsState = presenter.state.value.run { copy(conflicts = conflicts.sortedByDescending { it.place.length }) }
        picture(name, look) { ConflictsScreen(state) {} }
    }
}
