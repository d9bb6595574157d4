package app.xunlou.presenters.newcase

import app.xunlou.core.CaseKind
import app.xunlou.core.Severity
import java.time.LocalDate
import java.time.LocalTime

/** What a person does who reports something. */
sealed interface NewCaseEvent {
    data class KindChosen(val kind: CaseKind) : NewCaseEvent

    data class TitleTyped(val title: String) : NewCaseEvent

    data class DetailTyped(val detail: String) : NewCaseEvent

    /** To which department it goes; none yet is an answer too. */
    data class DepartmentChosen(val department: String?) : NewCaseEvent

    data class SeverityChosen(val severity: Severity) : NewCaseEvent

    /** A reply is promised by some time, or by none. */
    data class PromiseChanged(val promised: Boolean) : NewCaseEvent

    /** The day of the promised reply, in the estate's zone. */
    data class DayChosen(val day: LocalDate) : NewCaseEvent

    /** Its time. */
    data class TimeChosen(val time: LocalTime) : NewCaseEvent

    data object SendTapped : NewCaseEvent

    data object NoticeSeen : NewCaseEvent

    data object BackTapped : NewCaseEvent
}
