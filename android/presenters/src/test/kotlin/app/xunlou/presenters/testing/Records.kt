package app.xunlou.presenters.testing

import app.xunlou.core.AnswerKind
import app.xunlou.core.DocumentId
import app.xunlou.core.DutySlot
import app.xunlou.core.DutySubject
import app.xunlou.core.NewRecord
import app.xunlou.core.RecordAbout
import app.xunlou.core.Workspace
import app.xunlou.core.WorkspaceInterface

/** Begins the patrol of a slot (`morning`, `afternoon`), as a tap on 今日 does. */
fun Workspace.startPatrol(slot: String = "morning", rain: Boolean = false): DocumentId {
    val duty = today().first { it.duty == "butler_patrol" && it.slot == slot }
    val area = (duty.subject as DutySubject.Area).area
    return startRecord(NewRecord(duty.form, DutySlot(duty.duty, duty.slot), RecordAbout.Area(area), rain))
}

/** Begins a home visit to the household of this unit. */
fun Workspace.startVisit(unit: String): DocumentId {
    val household = search(unit, 1).single().household
    return startRecord(NewRecord("home_visit", null, RecordAbout.Document(household), false))
}

/** Answers whatever is still open, as if all were well. */
fun WorkspaceInterface.answerRest(record: DocumentId) {
    for (group in record(record).groups) {
        for (item in group.items.filter { it.answer == null && it.required }) {
            val kind = item.kind
            val answer = when (kind) {
                is AnswerKind.Number -> kind.min.toString()
                is AnswerKind.OneOf -> kind.choices.first().id
                else -> "ok"
            }
            answer(record, item.id, answer)
        }
    }
}

