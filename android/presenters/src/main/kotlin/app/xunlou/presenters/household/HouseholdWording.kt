package app.xunlou.presenters.household

import app.xunlou.core.FieldInfo
import app.xunlou.core.FieldView
import app.xunlou.core.VisitEntry
import app.xunlou.presenters.Choice
import app.xunlou.presenters.Times
import app.xunlou.presenters.Words
import app.xunlou.presenters.dayOrNull

/** Puts into words what the core knows and what the person is at. Decides nothing. */
internal class HouseholdWording(private val facts: HouseholdFacts, private val hand: HouseholdHand, private val words: Words) {
    private val times = Times(facts.rules, words)
    private val infos = facts.rules.householdFields.associateBy { it.id }
    private val sources = HouseholdHand.SOURCES.map { Choice(it.name, words.of(it)) }

    fun state() = HouseholdState(
        loading = false,
        unit = facts.file.unit,
        fields = facts.file.fields.groupBy { it.key.substringBefore('#') }.map { (id, views) -> field(id, views) },
        visits = facts.visits.map(::visit),
        canVisit = facts.visitForm != null,
        starting = hand.starting,
        notice = hand.notice,
    )

    private fun field(id: String, views: List<FieldView>): HouseholdState.Field {
        val info = infos[id]
        val input = info?.let(words::inputOf) ?: FieldInput.Text
        return HouseholdState.Field(
            id = id,
            title = words.of(views.first().label),
            input = input,
            // What was there first stays first; the keys of others are chance.
            entries = views.sortedWith(compareBy({ '#' in it.key }, { it.value?.at }, { it.value?.value })).map { entry(it, info, input) },
            canAdd = info?.repeated == true && views.any { it.value != null },
            adding = form(At(id, another = true), input, known = false),
        )
    }

    private fun entry(view: FieldView, info: FieldInfo?, input: FieldInput): HouseholdState.Entry {
        val value = view.value
        return HouseholdState.Entry(
            key = view.key,
            text = value?.let { view.choice?.let(words::of) ?: said(input, it.value) ?: it.value },
            source = value?.let {
                listOfNotNull(words.of(it.source), times.fullDay(times.dayOf(it.at)), view.by.name).joinToString(" · ")
            },
            conflict = view.conflict,
            dial = value?.value?.filter { it.isDigit() || it == '+' }?.takeIf { input == FieldInput.Phone && it.isNotEmpty() },
            canEdit = info != null,
            form = form(At(view.key), input, known = value != null),
        )
    }

    private fun said(input: FieldInput, value: String): String? =
        if (input == FieldInput.Date) dayOrNull(value)?.let(times::fullDay) else null

    private fun form(at: At, input: FieldInput, known: Boolean): HouseholdState.Form? {
        val draft = hand.forms[at] ?: return null
        val saving = draft.saving || draft.saved
        return HouseholdState.Form(
            value = draft.value,
            said = said(input, draft.value),
            sources = sources,
            source = draft.source.name,
            // Nothing clears what is known; nothing is no news of what is not.
            canSave = !saving && (known || draft.value.isNotBlank()),
            saving = saving,
            wrong = draft.wrong,
        )
    }

    private fun visit(visit: VisitEntry) = HouseholdState.Visit(
        id = visit.record,
        day = times.fullDay(visit.day),
        by = visit.by,
        open = if (visit.finished) null else words("household-visit-open"),
    )
}
