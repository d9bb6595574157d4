package app.xunlou.presenters.casedetails

import app.xunlou.core.CaseStep
import app.xunlou.presenters.casedetails.CaseDetailsState.Form

private const val STEP = "step"
private const val NOTE = "note"
private const val DEPARTMENT = "department"
private const val SATISFACTION = "satisfaction"

/** The form as the fields of a draft; none while nothing is filled in. */
internal fun Form.filledIn(): Map<String, String> {
    val fields = listOfNotNull(
        note.takeIf { it.isNotBlank() }?.let { NOTE to it },
        department?.let { DEPARTMENT to it },
        satisfaction?.let { SATISFACTION to it.toString() },
    )
    return if (fields.isEmpty()) emptyMap() else mapOf(STEP to step.name) + fields
}

/** The form of a draft. */
internal fun formOf(fields: Map<String, String>): Form? {
    val step = CaseStep.entries.find { it.name == fields[STEP] } ?: return null
    return Form(step, fields[NOTE].orEmpty(), fields[DEPARTMENT], fields[SATISFACTION]?.toIntOrNull())
}
