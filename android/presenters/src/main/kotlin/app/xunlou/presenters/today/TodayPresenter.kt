package app.xunlou.presenters.today

import app.xunlou.core.DutySlot
import app.xunlou.core.DutyToday
import app.xunlou.core.NewExcuse
import app.xunlou.core.NewRecord
import app.xunlou.core.SlotState
import app.xunlou.presenters.Core
import app.xunlou.presenters.FormPresenter
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.minutes
import java.time.LocalDate
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.merge

/** 今日: what is due, and the ways from there to where it is done. */
class TodayPresenter(
    private val core: Core,
    words: Words,
    scope: CoroutineScope,
    private val navigator: Navigator,
) : FormPresenter<TodayState, TodayEvent>(TodayState(), Place.Today, core, words, scope) {
    private var facts: TodayFacts? = null
    private var hand = TodayHand()

    init {
        // By the clock too: what was to come becomes due, what was due becomes late.
        follow(merge(core.changes(), minutes())) { load() }
    }

    override fun tell(notice: Notice) = change { copy(notice = notice) }

    override fun filledIn() = hand.excuse?.filledIn().orEmpty()

    override fun handle(event: TodayEvent) {
        when (event) {
            is TodayEvent.Opened -> open(event.duty)
            is TodayEvent.ExcuseTapped -> ask(event.duty)
            is TodayEvent.ReasonChosen -> fill { this?.copy(reason = event.reason) }
            is TodayEvent.ExcuseTyped -> fill { this?.copy(note = event.note) }
            TodayEvent.ExcuseSent -> excuse()
            TodayEvent.ExcuseDropped -> fill { null }
            is TodayEvent.VisitTapped -> navigator.go(Place.Household(event.household))
            is TodayEvent.CaseTapped -> navigator.go(Place.CaseDetails(event.case))
            TodayEvent.AllCasesTapped -> navigator.go(Place.Cases)
            is TodayEvent.ReportTapped -> navigator.go(Place.NewCase(area = event.area))
            TodayEvent.ConflictsTapped -> navigator.go(Place.Conflicts)
            TodayEvent.SyncTapped -> navigator.go(Place.Sync)
            TodayEvent.SettingsTapped -> navigator.go(Place.Settings)
            TodayEvent.NoticeSeen -> change { copy(notice = null) }
        }
    }

    /** Begins the record of a slot, or goes to the one there is. */
    private fun open(id: String) {
        val duty = duty(id) ?: return
        // A record that only says why nothing was done is none to fill in.
        val record = duty.record?.takeUnless { duty.state is SlotState.Excused }
        if (record != null) return navigator.go(Place.Record(record))
        val new = NewRecord(duty.form, DutySlot(duty.duty, duty.slot), duty.subject.about, rain = false)
        commit(id) {
            val begun = core { startRecord(new) }
            // Unless the person has gone elsewhere meanwhile.
            if (navigator.here == Place.Today) navigator.go(Place.Record(begun))
        }
    }

    private fun ask(duty: String) {
        val day = facts?.day ?: return
        change { copy(excuse = TodayHand.Excuse(duty, day), notice = null) }
    }

    private fun fill(change: TodayHand.Excuse?.() -> TodayHand.Excuse?) {
        change { copy(excuse = excuse.change()) }
        filled()
    }

    private fun excuse() {
        val excuse = hand.excuse ?: return
        val duty = duty(excuse.duty) ?: return
        val reason = excuse.reason ?: return
        val new = NewExcuse(duty.duty, duty.slot, excuse.day, duty.subject.about, reason, excuse.note.trim())
        commit(excuse.duty) {
            save { excuse(new) }
            hand = hand.copy(excuse = null)
            load { copy(notice = Notice.done(words("today-excused"))) }
        }
    }

    /** Commits a tap on a slot; a second tap does not do it again. */
    private fun commit(duty: String, work: suspend () -> Unit) {
        if (duty in hand.saving) return
        change { copy(saving = saving + duty, notice = null) }
        write {
            try {
                work()
            } finally {
                change { copy(saving = saving - duty) }
            }
        }
    }

    private fun duty(id: String): DutyToday? = facts?.duties?.find { it.id == id }

    private suspend fun load(then: TodayHand.() -> TodayHand = { this }) = inTurn {
        val read = core { todayFacts() }
        facts = read
        restore { kept -> change { copy(excuse = excuse ?: excuseOf(kept)).on(read.day) } }
        change { then().on(read.day) }
    }

    /** What was to be excused yesterday is no more. */
    private fun TodayHand.on(day: LocalDate) = if (excuse?.day == day) this else copy(excuse = null)

    private fun change(change: TodayHand.() -> TodayHand) {
        hand = hand.change()
        val facts = facts
        if (facts == null) {
            show { copy(notice = hand.notice) }
        } else {
            val state = TodayWording(facts, hand, words).state()
            show { state }
        }
    }
}
