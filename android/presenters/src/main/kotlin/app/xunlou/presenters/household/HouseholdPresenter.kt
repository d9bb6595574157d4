package app.xunlou.presenters.household

import app.xunlou.core.DocumentKind
import app.xunlou.core.FieldSource
import app.xunlou.core.NewRecord
import app.xunlou.core.RecordAbout
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.FormPresenter
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Phone
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.of
import app.xunlou.presenters.touch
import kotlinx.coroutines.CoroutineScope

/** One customer file: reading it with the source and age of each field, changing it, visiting. */
class HouseholdPresenter(
    place: Place.Household,
    private val core: Core,
    words: Words,
    scope: CoroutineScope,
    private val navigator: Navigator,
    private val phone: Phone,
) : FormPresenter<HouseholdState, HouseholdEvent>(HouseholdState(), place, core, words, scope) {
    private val household = place.document
    private var facts: HouseholdFacts? = null
    private var hand = HouseholdHand()

    init {
        follow(core.changes { changes -> changes.touch(household) || changes.documents.any { it.kind in BESIDES } }) { load() }
    }

    override fun tell(notice: Notice) = change { copy(notice = notice) }

    override fun filledIn() = hand.forms.filledIn()

    override fun handle(event: HouseholdEvent) {
        when (event) {
            is HouseholdEvent.EditTapped -> edit(event.at)
            is HouseholdEvent.Written -> rewrite(event.at) { copy(value = event.value, wrong = null) }
            is HouseholdEvent.SourceChosen -> rewrite(event.at) { copy(source = FieldSource.valueOf(event.source)) }
            is HouseholdEvent.Saved -> save(event.at)
            is HouseholdEvent.Dropped -> drop(event.at)
            is HouseholdEvent.CallTapped -> phone.dial(event.number)
            HouseholdEvent.ConflictTapped -> navigator.go(Place.Conflicts)
            HouseholdEvent.VisitTapped -> visit()
            is HouseholdEvent.RecordTapped -> navigator.go(Place.Record(event.record))
            HouseholdEvent.ReportTapped -> navigator.go(Place.NewCase(household = household))
            HouseholdEvent.NoticeSeen -> change { copy(notice = null) }
            HouseholdEvent.BackTapped -> if (!navigator.back()) navigator.restart(Place.Today)
        }
    }

    /** Opens a form with what is known. What is being written in others stays. */
    private fun edit(at: At) {
        if (at !in hand.forms) change { copy(forms = forms + (at to HouseholdHand.Draft(known(at)))) }
    }

    private fun known(at: At): String =
        if (at.another) "" else facts?.file?.fields?.find { it.key == at.field }?.value?.value.orEmpty()

    /** What is being committed changes no more. */
    private fun rewrite(at: At, change: HouseholdHand.Draft.() -> HouseholdHand.Draft) {
        change { draft(at) { if (saving) this else change() } }
        filled()
    }

    private fun drop(at: At) {
        change { if (forms[at]?.saving == true) this else copy(forms = forms - at) }
        filled()
    }

    /** Commits what was written. What fails stays as it was written, and says why. */
    private fun save(at: At) {
        val draft = hand.forms[at]?.takeUnless { it.saving } ?: return
        change { draft(at) { copy(saving = true, wrong = null) }.copy(notice = null) }
        write {
            try {
                save(hand.forms.minus(at).filledIn()) {
                    if (at.another) {
                        addField(household, at.field, draft.value, draft.source)
                    } else {
                        editField(household, at.field, draft.value, draft.source)
                    }
                }
                change { draft(at) { copy(saved = true) } }
                load()
            } catch (unfit: XunlouException.InvalidInput) {
                if (isLeft) throw unfit
                change { draft(at) { copy(wrong = words.of(unfit)) } }
            } finally {
                change { draft(at) { copy(saving = saved) } }
            }
        }
    }

    private fun visit() {
        val form = facts?.visitForm ?: return
        if (hand.starting) return
        change { copy(starting = true, notice = null) }
        write {
            try {
                val record = core { startRecord(NewRecord(form, null, RecordAbout.Document(household), false)) }
                // Unless the person has gone elsewhere meanwhile.
                if (navigator.here == Place.Household(household)) navigator.go(Place.Record(record))
            } finally {
                change { copy(starting = false) }
            }
        }
    }

    private suspend fun load() = inTurn {
        val read = core { householdFacts(household) }
        facts = read
        restore { kept -> change { copy(forms = draftsOf(kept).filterKeys(read::has) + forms) } }
        change { copy(forms = forms.filterValues { !it.saved }) }
    }

    private fun change(change: HouseholdHand.() -> HouseholdHand) {
        hand = hand.change()
        val facts = facts
        if (facts == null) {
            show { copy(notice = hand.notice) }
        } else {
            val state = HouseholdWording(facts, hand, words).state()
            show { state }
        }
    }

    private companion object {
        /** Visits, who wrote what, and what fields are called. */
        val BESIDES = setOf(DocumentKind.RECORD, DocumentKind.DIRECTORY, DocumentKind.RULEPACK)
    }
}
