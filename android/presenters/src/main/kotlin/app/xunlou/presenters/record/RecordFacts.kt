package app.xunlou.presenters.record

import app.xunlou.core.DocumentId
import app.xunlou.core.EstateRules
import app.xunlou.core.RecordView
import app.xunlou.core.Subject
import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.Words
import app.xunlou.presenters.unsent

/** What the core knows about a record, read in one go. */
internal class RecordFacts(
    val view: RecordView,
    val rules: EstateRules,
    /** The slot and the duty it fulfils, if any. */
    val duty: DutyName?,
    /** Whom or what it is about: an area, a unit, the estate. */
    val subject: String,
    /** The open cases that were made of its items, by item. */
    val cases: Map<String, DocumentId>,
    val unsent: Long,
) {
    class DutyName(val slot: String, val duty: String)
}

/** Reads a record. Blocks: for the core's dispatcher. */
internal fun WorkspaceInterface.recordFacts(document: DocumentId, words: Words): RecordFacts {
    val view = record(document)
    val rules = rules()
    return RecordFacts(
        view = view,
        rules = rules,
        duty = dutyOf(view, words),
        subject = subjectOf(view, rules),
        cases = openCases().mapNotNull { case ->
            case.found?.takeIf { it.record == document }?.let { it.item to case.document }
        }.toMap(),
        unsent = syncStatus().waiting.unsent,
    )
}

private fun WorkspaceInterface.dutyOf(view: RecordView, words: Words): RecordFacts.DutyName? {
    if (view.duty == null) return null
    val duty = myDay(view.day).find { it.duty == view.duty && it.slot == view.slot } ?: return null
    return RecordFacts.DutyName(words.of(duty.slotLabel), words.of(duty.label))
}

private fun WorkspaceInterface.subjectOf(view: RecordView, rules: EstateRules): String {
    val about = view.about
    return when (rules.forms.find { it.id == view.form }?.subject) {
        Subject.HOUSEHOLD -> about?.let { household(it).unit }.orEmpty()
        Subject.DECORATION -> about?.let { decoration(it).unit }.orEmpty()
        Subject.AREA -> areaName(view.stream.removePrefix("area/"))
        Subject.ESTATE, null -> me().estateName
    }
}
