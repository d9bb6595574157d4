package app.xunlou.presenters.newcase

import app.xunlou.core.CaseKind
import app.xunlou.core.Severity
import app.xunlou.presenters.Choice
import app.xunlou.presenters.Notice
import java.time.LocalDate
import java.time.LocalTime

/** What the screen of a case to report shows. */
data class NewCaseState(
    /** Nothing is here yet. */
    val loading: Boolean = true,
    /** Where it is: the unit or the area. */
    val place: String = "",
    /** Kinds to choose from, by name; one alone is no choice. */
    val kinds: List<Choice> = emptyList(),
    /** By name. */
    val severities: List<Choice> = emptyList(),
    val departments: List<Choice> = emptyList(),
    /** Today: nothing is promised for a day before. */
    val today: LocalDate = LocalDate.EPOCH,
    val kind: CaseKind = CaseKind.FINDING,
    val title: String = "",
    val detail: String = "",
    val department: String? = null,
    val severity: Severity = Severity.NORMAL,
    /** By when a reply was promised (I7). */
    val agreed: Agreed? = null,
    /** It is being committed. */
    val saving: Boolean = false,
    /** Something to say. */
    val notice: Notice? = null,
) {
    /** A reply can be promised. */
    val canPromise: Boolean get() = kind == CaseKind.FEEDBACK || kind == CaseKind.COMPLAINT

    /** It can be reported. */
    val canSend: Boolean get() = !loading && !saving && title.isNotBlank()

    /** A day and a time in the estate's zone, and how they read. */
    data class Agreed(val day: LocalDate, val time: LocalTime, val dayText: String, val timeText: String)
}
