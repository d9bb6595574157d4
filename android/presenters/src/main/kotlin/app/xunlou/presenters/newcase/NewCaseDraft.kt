package app.xunlou.presenters.newcase

import app.xunlou.core.CaseKind
import app.xunlou.core.Severity
import app.xunlou.presenters.newcase.NewCaseState.Agreed
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.format.DateTimeParseException

private const val KIND = "kind"
private const val TITLE = "title"
private const val DETAIL = "detail"
private const val DEPARTMENT = "department"
private const val SEVERITY = "severity"
private const val AGREED = "agreed"

/** The case as the fields of a draft; none while nothing is written. */
internal fun NewCaseState.filledIn(): Map<String, String> {
    if (title.isBlank() && detail.isBlank()) return emptyMap()
    return listOfNotNull(
        KIND to kind.name,
        TITLE to title,
        DETAIL to detail,
        department?.let { DEPARTMENT to it },
        SEVERITY to severity.name,
        agreed?.let { AGREED to it.day.atTime(it.time).toString() },
    ).toMap()
}

/** The case of a draft, as far as it can still be reported so. */
internal fun NewCaseState.takeUp(fields: Map<String, String>, agree: (LocalDate, LocalTime) -> Agreed?): NewCaseState = copy(
    kind = CaseKind.entries.find { it.name == fields[KIND] && kinds.any { kind -> kind.id == it.name } } ?: kind,
    title = fields[TITLE] ?: title,
    detail = fields[DETAIL] ?: detail,
    department = fields[DEPARTMENT]?.takeIf { id -> departments.any { it.id == id } },
    severity = Severity.entries.find { it.name == fields[SEVERITY] } ?: severity,
    // Nothing is promised for a day before.
    agreed = fields[AGREED]?.let(::dateTimeOrNull)?.takeIf { it.toLocalDate() >= today }?.let { agree(it.toLocalDate(), it.toLocalTime()) },
)

private fun dateTimeOrNull(text: String): LocalDateTime? = try {
    LocalDateTime.parse(text)
} catch (_: DateTimeParseException) {
    null
}
