package app.xunlou.presenters.conflicts

import app.xunlou.core.AnswerKind
import app.xunlou.core.ConflictView
import app.xunlou.core.DocumentKind
import app.xunlou.core.EstateRules
import app.xunlou.core.FieldInfo
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Times
import app.xunlou.presenters.Words
import java.time.LocalDate

/** What the core knows about the open conflicts, read in one go. */
internal class ConflictsFacts(val conflicts: List<ConflictFact>, val rules: EstateRules, val today: LocalDate) {
    fun find(id: String): ConflictFact? = conflicts.find { it.id == id }
}

/** A conflict, with where it is and what may be written there. */
internal class ConflictFact(
    val view: ConflictView,
    /** The record, the unit or the case. */
    val place: String,
    /** What the item asks for, if it is an answer. */
    val item: AnswerKind?,
    /** The field of the customer file, if it is one. */
    val field: FieldInfo?,
) {
    val id = "${view.document} ${view.key}"

    /** It is the note of a record's item. */
    val isNote = view.kind == DocumentKind.RECORD && view.key.startsWith("n/")
}

/** Reads the open conflicts. Blocks: for the core's dispatcher. */
internal fun WorkspaceInterface.conflictsFacts(words: Words): ConflictsFacts {
    val rules = rules()
    val times = Times(rules, words)
    val conflicts = conflicts().map { view ->
        ConflictFact(view, readable { place(view, times, words) }.orEmpty(), readable { item(view) }, field(view, rules))
    }
    return ConflictsFacts(conflicts, rules, todayDate())
}

private fun WorkspaceInterface.place(view: ConflictView, times: Times, words: Words): String? = when (view.kind) {
    DocumentKind.RECORD -> record(view.document).let { "${words.of(it.label)} · ${times.day(it.day)}" }
    DocumentKind.HOUSEHOLD -> household(view.document).unit
    DocumentKind.DECORATION -> decoration(view.document).unit
    DocumentKind.CASE -> caseView(view.document).title
    DocumentKind.RULEPACK, DocumentKind.DIRECTORY, DocumentKind.WORKLOG -> null
}

private fun WorkspaceInterface.item(view: ConflictView): AnswerKind? {
    if (view.kind != DocumentKind.RECORD || !view.key.startsWith("a/")) return null
    val id = view.key.removePrefix("a/")
    return record(view.document).groups.flatMap { it.items }.find { it.id == id }?.kind
}

private fun field(view: ConflictView, rules: EstateRules): FieldInfo? {
    if (view.kind != DocumentKind.HOUSEHOLD || !view.key.startsWith("f/")) return null
    val id = view.key.removePrefix("f/").substringBefore('#')
    return rules.householdFields.find { it.id == id }
}

/** A conflict is shown and can be settled also where the rest of its document cannot be read. */
private fun <T> readable(read: () -> T): T? = try {
    read()
} catch (_: XunlouException) {
    null
}
