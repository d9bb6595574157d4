package app.xunlou.presenters.today

import app.xunlou.core.DecorationView
import app.xunlou.core.DutySubject
import app.xunlou.core.DutyToday
import app.xunlou.core.Expiry
import app.xunlou.core.RecordAbout
import app.xunlou.core.SlotState
import app.xunlou.presenters.Choice
import app.xunlou.presenters.Mark
import app.xunlou.presenters.Times
import app.xunlou.presenters.Words
import app.xunlou.presenters.cases.CaseWords
import app.xunlou.presenters.households.of
import app.xunlou.presenters.today.TodayState.Act
import app.xunlou.presenters.unsent

/** Puts today into words, what is to be done now first. */
internal class TodayWording(private val facts: TodayFacts, private val hand: TodayHand, private val words: Words) {
    private val times = Times(facts.rules, words)

    fun state(): TodayState {
        val (sites, duties) = facts.duties.partition { it.subject is DutySubject.Decoration }
        val (now, rest) = duties.partition { isNow(it) }
        return TodayState(
            loading = false,
            subtitle = listOf(times.day(facts.day), facts.me.personName, facts.me.estateName).joinToString(" · "),
            now = now.sortedWith(compareBy({ it.times.closes }, { place(it.subject) })).map(::duty),
            conflicts = facts.conflicts.takeIf { it > 0 }?.let { words("today-conflicts", "count" to it) },
            sites = sites.map(::duty).sortedWith(compareBy({ !it.now }, { it.title.length }, { it.title }, { it.id })),
            areas = facts.areas.sortedWith(compareBy({ it.name }, { it.id })).map { area(it, rest) },
            estate = rest.filter { it.subject == DutySubject.Estate }.map(::duty),
            cases = CaseWords(words, facts.rules, facts.me.person, facts.now).run { facts.cases.take(CASES).map(::row) },
            openCases = facts.cases.size,
            sync = sync(),
            reasons = facts.rules.excuses.map { Choice(it.id, words.of(it.label)) },
            notice = hand.notice,
        )
    }

    private fun area(area: TodayFacts.Area, duties: List<DutyToday>) = TodayState.Area(
        id = area.id,
        name = area.name,
        duties = duties.filter { it.subject == DutySubject.Area(area.id) }.map(::duty),
        coverage = area.coverage.map(words::of),
        visits = area.visits.map { words.of(it, times) },
    )

    private fun duty(duty: DutyToday): TodayState.Duty {
        val name = "${words.of(duty.label)} · ${words.of(duty.slotLabel)}"
        val site = duty.subject as? DutySubject.Decoration
        val said = duty.record?.let(facts.excused::get)
        val canExcuse = duty.state.canExcuse && said == null
        return TodayState.Duty(
            id = duty.id,
            title = if (site == null) name else site.unit,
            line = "${if (site == null) place(duty.subject) else name} · ${times.window(duty.times)}",
            said = words.of(duty.state),
            mark = duty.state.mark,
            detail = detail(duty, said ?: duty.state.reason),
            papers = site?.let { facts.sites[it.document] }?.let(::papers).orEmpty(),
            now = isNow(duty),
            act = act(duty),
            canExcuse = canExcuse,
            excuse = hand.excuse?.takeIf { canExcuse && it.duty == duty.id }?.let { TodayState.Excuse(it.reason, it.note) },
            saving = duty.id in hand.saving,
        )
    }

    private fun isNow(duty: DutyToday) = when (duty.state) {
        SlotState.Due, SlotState.Late -> true
        is SlotState.InProgress -> isMine(duty)
        else -> false
    }

    /** What another one does or did is theirs: to look at. Whoever excused a slot may still begin it while there is time. */
    private fun act(duty: DutyToday): Act? = when (duty.state) {
        SlotState.Upcoming, SlotState.Due, SlotState.Late -> Act.START
        is SlotState.Excused -> Act.START.takeIf { facts.now <= duty.times.missedAfter }
        is SlotState.InProgress -> if (isMine(duty)) Act.CONTINUE else Act.LOOK
        is SlotState.Done -> Act.LOOK
        SlotState.Missed -> null
    }

    private fun isMine(duty: DutyToday) = duty.doneBy == null || duty.doneBy == facts.me.person

    private fun place(subject: DutySubject): String = when (subject) {
        is DutySubject.Area -> facts.areas.find { it.id == subject.area }?.name.orEmpty()
        is DutySubject.Decoration -> subject.unit
        DutySubject.Estate -> facts.me.estateName
    }

    private fun detail(duty: DutyToday, reason: String?): String = listOfNotNull(
        words("today-problems", "count" to duty.problems).takeIf { duty.problems > 0 },
        duty.doneBy?.takeUnless { isMine(duty) }?.let(facts.people::get),
        reason?.let { code -> facts.rules.excuses.find { it.id == code }?.let { words.of(it.label) } ?: code },
    ).joinToString(" · ")

    /** Papers that are worth a word: those that expire soon, or have. */
    private fun papers(site: DecorationView): List<TodayState.Paper> {
        val permit = site.permitExpiry?.let { words("today-permit") to it }
        val passes = site.passes.map { it.holder to it.expiry }.sortedBy { (holder, _) -> holder }
        return (listOfNotNull(permit) + passes).mapNotNull { (name, expiry) ->
            val mark = when (expiry) {
                Expiry.Valid -> return@mapNotNull null
                is Expiry.Expiring -> Mark.WARNING
                is Expiry.Expired -> Mark.BAD
            }
            TodayState.Paper("$name ${words.of(expiry)}", mark)
        }
    }

    private fun sync(): TodayState.Sync {
        val unsent = facts.sync.waiting.unsent
        val refused = facts.sync.waiting.refused
        return TodayState.Sync(
            waiting = if (unsent > 0) words("today-unsent", "count" to unsent) else words("today-all-sent"),
            allSent = unsent == 0L,
            last = facts.sync.lastSuccess?.let { words("today-synced", "time" to times.moment(it, facts.day)) }
                ?: words("today-never-synced"),
            refused = refused.takeIf { it > 0 }?.let { words("today-refused", "count" to it) },
        )
    }

    private companion object {
        /** So many cases are seen without scrolling far; 待办 has them all. */
        const val CASES = 3
    }
}

/** What tells a slot from others of its day. */
internal val DutyToday.id: String get() = "$duty/$slot/${subject.id}"

private val DutySubject.id: String
    get() = when (this) {
        is DutySubject.Area -> area
        is DutySubject.Decoration -> document
        DutySubject.Estate -> "estate"
    }

/** The same as what a new record is about. */
internal val DutySubject.about: RecordAbout
    get() = when (this) {
        is DutySubject.Area -> RecordAbout.Area(area)
        is DutySubject.Decoration -> RecordAbout.Document(document)
        DutySubject.Estate -> RecordAbout.Estate
    }
