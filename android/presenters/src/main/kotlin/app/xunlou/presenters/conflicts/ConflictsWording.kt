package app.xunlou.presenters.conflicts

import app.xunlou.core.AnswerKind
import app.xunlou.core.CandidateView
import app.xunlou.core.ChangeHash
import app.xunlou.presenters.Choice
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Times
import app.xunlou.presenters.Words
import app.xunlou.presenters.dayOrNull
import app.xunlou.presenters.household.FieldInput
import app.xunlou.presenters.household.inputOf

/** What the person is at with the conflicts, which the core does not know. */
internal data class ConflictsHand(
    /** The third values that are being written, by conflict. */
    val forms: Map<String, Draft> = emptyMap(),
    /** The conflicts whose choice is being committed, with the change that was chosen; none for a third value. */
    val saving: Map<String, ChangeHash?> = emptyMap(),
    val notice: Notice? = null,
) {
    data class Draft(val value: String = "", val wrong: String? = null)
}

/** Puts into words what the core knows and what the person is at. Decides nothing. */
internal class ConflictsWording(private val facts: ConflictsFacts, private val hand: ConflictsHand, private val words: Words) {
    private val times = Times(facts.rules, words)

    fun state() = ConflictsState(loading = false, conflicts = facts.conflicts.map(::conflict), notice = hand.notice)

    private fun conflict(fact: ConflictFact): ConflictsState.Conflict {
        val input = input(fact)
        val saving = fact.id in hand.saving
        return ConflictsState.Conflict(
            id = fact.id,
            title = words.of(fact.view.label),
            place = fact.place,
            // Beside what is mine their order is chance.
            candidates = fact.view.candidates
                .sortedWith(compareBy({ !it.mine }, { it.at }, { it.said }))
                .map { candidate(fact, it, input) },
            input = input,
            form = hand.forms[fact.id]?.let { draft ->
                val said = if (input == FieldInput.Date) dayOrNull(draft.value)?.let(times::fullDay) else null
                ConflictsState.Form(draft.value, said, canSave = !saving && draft.value.isNotBlank(), draft.wrong)
            },
            saving = saving,
        )
    }

    private fun candidate(fact: ConflictFact, candidate: CandidateView, input: FieldInput?) = ConflictsState.Candidate(
        change = candidate.change,
        text = said(candidate, input).ifBlank { words("conflicts-empty") },
        mine = candidate.mine,
        by = candidate.by.name,
        device = candidate.by.device,
        time = candidate.at?.let { times.moment(it, facts.today) },
        taking = candidate.change != null && hand.saving[fact.id] == candidate.change,
    )

    private fun said(candidate: CandidateView, input: FieldInput?): String {
        val said = candidate.said
        return candidate.label?.let(words::of) ?: when (input) {
            FieldInput.Date -> dayOrNull(said)?.let(times::fullDay) ?: said
            is FieldInput.Number -> listOfNotNull(said, input.unit).joinToString(" ")
            else -> said
        }
    }

    private fun input(fact: ConflictFact): FieldInput? = when {
        fact.field != null -> words.inputOf(fact.field)
        fact.item != null -> input(fact.item)
        fact.isNote -> FieldInput.Text
        else -> null
    }

    private fun input(kind: AnswerKind): FieldInput? = when (kind) {
        is AnswerKind.Check -> FieldInput.OneOf(
            listOf(Choice("ok", words("check-ok")), Choice("problem", words("check-problem")), Choice("na", words("check-na"))),
        )
        is AnswerKind.OneOf -> FieldInput.OneOf(kind.choices.map { Choice(it.id, words.of(it.label)) })
        is AnswerKind.Number -> FieldInput.Number(kind.unit?.let(words::of))
        is AnswerKind.Date -> FieldInput.Date
        is AnswerKind.Text -> FieldInput.Text
        is AnswerKind.Photo, is AnswerKind.Signature, is AnswerKind.Reference -> null
    }
}
