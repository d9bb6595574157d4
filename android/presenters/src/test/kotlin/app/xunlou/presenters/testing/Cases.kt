package app.xunlou.presenters.testing

import app.xunlou.core.CaseKind
import app.xunlou.core.CaseStep
import app.xunlou.core.DocumentId
import app.xunlou.core.NewCase
import app.xunlou.core.NewFact
import app.xunlou.core.RecordAbout
import app.xunlou.core.Severity
import app.xunlou.core.Workspace
import java.time.Instant

/** Reports something of the household of this unit. */
fun Workspace.reportOf(
    unit: String,
    title: String,
    kind: CaseKind = CaseKind.REPAIR,
    severity: Severity = Severity.NORMAL,
    detail: String = "",
    agreed: Instant? = null,
): DocumentId {
    val household = search(unit, 1).single().household
    return reportCase(NewCase(kind, title, detail, null, severity, null, RecordAbout.Document(household), agreed))
}

/** Reports something on the public ground of the first area, and sends it to a department. */
fun Workspace.reportOfArea(title: String, department: String? = null): DocumentId =
    reportCase(NewCase(CaseKind.FINDING, title, "", department, Severity.NORMAL, null, RecordAbout.Area(grants().areas.first()), null))

/** Takes a step of a case. */
fun Workspace.step(case: DocumentId, step: CaseStep, note: String = "", department: String? = null, satisfaction: Long? = null) =
    addFact(case, NewFact(step, note, department, satisfaction))
