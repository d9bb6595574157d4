package app.xunlou.presenters.newcase

import app.xunlou.core.NewCase
import app.xunlou.presenters.Core
import app.xunlou.presenters.FormPresenter
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.newcase.NewCaseState.Agreed
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import java.time.temporal.ChronoUnit
import kotlinx.coroutines.CoroutineScope

/**
 * A case to report: something that a resident wants, or that is wrong on public ground. Of a finding it is made
 * in its record.
 */
class NewCasePresenter(
    private val place: Place.NewCase,
    private val core: Core,
    words: Words,
    scope: CoroutineScope,
    private val navigator: Navigator,
) : FormPresenter<NewCaseState, NewCaseEvent>(NewCaseState(), place, core, words, scope) {
    private var origin: Origin? = null
    private var sent = false

    init {
        // Until it was read once: what was written here must not be overwritten by what comes from elsewhere.
        follow(core.changes { it.sync }) { if (state.value.loading) load() }
    }

    override fun tell(notice: Notice) = show { copy(notice = notice) }

    override fun filledIn() = if (sent) emptyMap() else state.value.filledIn()

    override fun handle(event: NewCaseEvent) {
        when (event) {
            is NewCaseEvent.KindChosen -> fill { copy(kind = event.kind) }
            is NewCaseEvent.TitleTyped -> fill { copy(title = event.title) }
            is NewCaseEvent.DetailTyped -> fill { copy(detail = event.detail) }
            is NewCaseEvent.DepartmentChosen -> fill { copy(department = event.department) }
            is NewCaseEvent.SeverityChosen -> fill { copy(severity = event.severity) }
            is NewCaseEvent.PromiseChanged -> promise(event.promised)
            is NewCaseEvent.DayChosen -> fill { copy(agreed = agreed?.let { agree(event.day, it.time) }) }
            is NewCaseEvent.TimeChosen -> fill { copy(agreed = agreed?.let { agree(it.day, event.time) }) }
            NewCaseEvent.SendTapped -> send()
            NewCaseEvent.NoticeSeen -> show { copy(notice = null) }
            NewCaseEvent.BackTapped -> if (!navigator.back()) navigator.restart(Place.Today)
        }
    }

    private suspend fun load() = inTurn {
        val read = core { origin(place, words) }
        origin = read
        restore { kept -> show { read.form.copy(notice = notice).takeUp(kept, ::agree) } }
    }

    private fun fill(change: NewCaseState.() -> NewCaseState) {
        show(change)
        filled()
    }

    /** Proposes the same time tomorrow, unless a time stands there already. */
    private fun promise(promised: Boolean) {
        val zone = origin?.times?.zone
        if (!promised || zone == null) return fill { copy(agreed = null) }
        if (state.value.agreed != null) return
        start {
            val tomorrow = core { now() }.atZone(zone).plusDays(1).truncatedTo(ChronoUnit.MINUTES)
            fill { copy(agreed = agree(tomorrow.toLocalDate(), tomorrow.toLocalTime())) }
        }
    }

    private fun agree(day: LocalDate, time: LocalTime): Agreed? {
        val times = origin?.times ?: return null
        return Agreed(day, time, times.day(day), times.time(day.atTime(time).atZone(times.zone).toInstant()))
    }

    private fun send() {
        val form = state.value.takeIf { it.canSend } ?: return
        val origin = origin ?: return
        val case = NewCase(
            kind = form.kind,
            title = form.title.trim(),
            detail = form.detail.trim(),
            department = form.department,
            severity = form.severity,
            found = null,
            about = origin.about,
            agreed = form.agreed?.takeIf { form.canPromise }?.let { instant(it, origin) },
        )
        show { copy(saving = true, notice = null) }
        write {
            val document = try {
                save { reportCase(case) }
            } catch (problem: Exception) {
                show { copy(saving = false) }
                throw problem
            }
            sent = true
            // One may want to add photos and steps. Unless the person has gone elsewhere meanwhile.
            if (navigator.here == place) navigator.replace(Place.CaseDetails(document))
        }
    }

    private fun instant(agreed: Agreed, origin: Origin): Instant = agreed.day.atTime(agreed.time).atZone(origin.times.zone).toInstant()
}
