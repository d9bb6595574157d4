package app.xunlou.presenters.casedetails

import app.xunlou.core.NewFact
import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.Core
import app.xunlou.presenters.FormPresenter
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Phone
import app.xunlou.presenters.PhotoPurpose
import app.xunlou.presenters.Place
import app.xunlou.presenters.Times
import app.xunlou.presenters.Words
import app.xunlou.presenters.casedetails.CaseDetailsState.Form
import app.xunlou.presenters.minutes
import app.xunlou.presenters.touch
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.merge

/** One case: what happened to it, and what is done next. */
class CaseDetailsPresenter(
    place: Place.CaseDetails,
    private val core: Core,
    words: Words,
    scope: CoroutineScope,
    private val navigator: Navigator,
    private val phone: Phone,
) : FormPresenter<CaseDetailsState, CaseDetailsEvent>(CaseDetailsState(), place, core, words, scope) {
    private val case = place.document
    private var read = CaseDetailsState()
    private var hand = Hand()

    init {
        follow(merge(core.changes { it.sync || it.touch(case) }, minutes())) { load() }
    }

    override fun tell(notice: Notice) = change { copy(notice = notice) }

    override fun filledIn() = hand.form?.filledIn().orEmpty()

    override fun handle(event: CaseDetailsEvent) {
        when (event) {
            is CaseDetailsEvent.StepTapped -> form { this?.copy(step = event.step) ?: Form(event.step) }
            is CaseDetailsEvent.NoteTyped -> form { this?.copy(note = event.note) }
            is CaseDetailsEvent.DepartmentChosen -> form { this?.copy(department = event.department) }
            is CaseDetailsEvent.SatisfactionChosen -> form { this?.copy(satisfaction = event.points) }
            CaseDetailsEvent.Taken -> take()
            CaseDetailsEvent.Dropped -> form { null }
            CaseDetailsEvent.CameraTapped -> phone.takePhoto(PhotoPurpose(case))
            CaseDetailsEvent.GalleryTapped -> phone.pickPhoto(PhotoPurpose(case))
            CaseDetailsEvent.RecordTapped -> read.found?.let(navigator::go)
            CaseDetailsEvent.NoticeSeen -> change { copy(notice = null) }
            CaseDetailsEvent.BackTapped -> if (!navigator.back()) navigator.restart(Place.Today)
        }
    }

    private suspend fun load(then: Hand.() -> Hand = { this }) = inTurn {
        restore { kept -> change { copy(form = form ?: formOf(kept)) } }
        read = core { caseDetails(case, words) }
        change(then)
    }

    private fun form(change: Form?.() -> Form?) {
        change { copy(form = form.change()) }
        filled()
    }

    /** Somebody else may have taken the step meanwhile: then it is no longer offered, and what was typed waits for another. */
    private fun change(change: Hand.() -> Hand) {
        hand = hand.change()
        val form = hand.form?.takeIf { read.step(it.step) != null }
        val state = read.copy(form = form, saving = hand.saving, notice = hand.notice)
        show { state }
    }

    /** Takes the step. What was filled in stays until that is committed. */
    private fun take() {
        val shown = state.value
        val form = shown.form?.takeIf { shown.canTake } ?: return
        val step = shown.step(form.step) ?: return
        val fact = NewFact(
            step = step.id,
            note = form.note.trim(),
            department = form.department.takeIf { step.needsDepartment },
            satisfaction = form.satisfaction?.toLong().takeIf { step.needsSatisfaction },
        )
        change { copy(saving = true, notice = null) }
        write {
            try {
                val done = save { take(fact, step.title) }
                hand = hand.copy(form = null)
                load { copy(notice = Notice.done(done)) }
            } finally {
                change { copy(saving = false) }
            }
        }
    }

    private fun WorkspaceInterface.take(fact: NewFact, title: String): String {
        addFact(case, fact)
        return words("case-done", "step" to title, "time" to Times(rules(), words).time(now()))
    }

    /** What the person is at, which the core does not know. */
    private data class Hand(val form: Form? = null, val saving: Boolean = false, val notice: Notice? = null)
}
