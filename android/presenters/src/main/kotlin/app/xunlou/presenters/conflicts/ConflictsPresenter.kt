package app.xunlou.presenters.conflicts

import app.xunlou.core.ChangeHash
import app.xunlou.core.Resolution
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.FormPresenter
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.of
import kotlinx.coroutines.CoroutineScope

/** 冲突: mine and theirs side by side, until somebody chooses or writes a third. */
class ConflictsPresenter(
    private val core: Core,
    words: Words,
    scope: CoroutineScope,
    private val navigator: Navigator,
) : FormPresenter<ConflictsState, ConflictsEvent>(ConflictsState(), Place.Conflicts, core, words, scope) {
    private var facts: ConflictsFacts? = null
    private var hand = ConflictsHand()

    init {
        follow(core.changes()) { load() }
    }

    override fun tell(notice: Notice) = change { copy(notice = notice) }

    /** The third values, by conflict. */
    override fun filledIn() = hand.forms.filledIn()

    override fun handle(event: ConflictsEvent) {
        when (event) {
            is ConflictsEvent.Taken -> settle(event.conflict, Resolution.Take(event.change), event.change)
            is ConflictsEvent.WriteTapped -> change { copy(forms = mapOf(event.conflict to ConflictsHand.Draft()) + forms) }
            is ConflictsEvent.Written -> written(event.conflict, event.value)
            is ConflictsEvent.Saved -> hand.forms[event.conflict]?.let { settle(event.conflict, Resolution.Write(it.value), null) }
            is ConflictsEvent.Dropped -> drop(event.conflict)
            ConflictsEvent.NoticeSeen -> change { copy(notice = null) }
            ConflictsEvent.BackTapped -> if (!navigator.back()) navigator.restart(Place.Today)
        }
    }

    private fun written(conflict: String, value: String) {
        change {
            if (conflict in saving || conflict !in forms) this else copy(forms = forms + (conflict to ConflictsHand.Draft(value)))
        }
        filled()
    }

    private fun drop(conflict: String) {
        change { if (conflict in saving) this else copy(forms = forms - conflict) }
        filled()
    }

    private fun settle(id: String, resolution: Resolution, taken: ChangeHash?) {
        val view = facts?.find(id)?.view ?: return
        if (id in hand.saving) return
        change { copy(saving = saving + (id to taken), notice = null) }
        write {
            try {
                val problem = failureOf { save((hand.forms - id).filledIn()) { resolve(view.document, view.key, resolution) } }
                if (problem == null) hand = hand.copy(forms = hand.forms - id)
                load()
                // If it is gone all the same, somebody else has settled it meanwhile.
                if (problem != null && facts?.find(id) != null) refused(id, problem)
            } finally {
                change { copy(saving = saving - id) }
            }
        }
    }

    private fun Map<String, ConflictsHand.Draft>.filledIn() = mapValues { (_, draft) -> draft.value }.filterValues { it.isNotBlank() }

    private suspend fun failureOf(work: suspend () -> Unit): XunlouException? = try {
        work()
        null
    } catch (problem: XunlouException) {
        problem
    }

    /** What does not fit stays as it was written, and says why. */
    private fun refused(id: String, problem: XunlouException) {
        val draft = hand.forms[id]
        if (isLeft || draft == null || problem !is XunlouException.InvalidInput) throw problem
        change { copy(forms = forms + (id to draft.copy(wrong = words.of(problem)))) }
    }

    /** Reads; what is settled goes, whoever has settled it, and that is said. */
    private suspend fun load() = inTurn {
        val before = facts
        val read = core { conflictsFacts(words) }
        facts = read
        restore { kept -> change { copy(forms = kept.filterKeys { read.find(it) != null }.mapValues { ConflictsHand.Draft(it.value) } + forms) } }
        val gone = before?.conflicts.orEmpty().map { it.id }.filter { read.find(it) == null }.toSet()
        change {
            copy(
                forms = forms - gone,
                notice = if (gone.isEmpty()) notice else Notice.done(words("conflicts-settled")),
            )
        }
    }

    private fun change(change: ConflictsHand.() -> ConflictsHand) {
        hand = hand.change()
        val facts = facts
        if (facts == null) {
            show { copy(notice = hand.notice) }
        } else {
            val state = ConflictsWording(facts, hand, words).state()
            show { state }
        }
    }
}
