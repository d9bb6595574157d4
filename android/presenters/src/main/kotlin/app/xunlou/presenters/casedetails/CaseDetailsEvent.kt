package app.xunlou.presenters.casedetails

import app.xunlou.core.CaseStep

/** What a person does on one case. */
sealed interface CaseDetailsEvent {
    /** A step is to be taken: its form opens. What was filled in for another one stays. */
    data class StepTapped(val step: CaseStep) : CaseDetailsEvent

    data class NoteTyped(val note: String) : CaseDetailsEvent

    data class DepartmentChosen(val department: String) : CaseDetailsEvent

    data class SatisfactionChosen(val points: Int) : CaseDetailsEvent

    /** The step is taken. */
    data object Taken : CaseDetailsEvent

    /** No step after all. */
    data object Dropped : CaseDetailsEvent

    /** A photo is to be taken. */
    data object CameraTapped : CaseDetailsEvent

    /** A picture is to be chosen. */
    data object GalleryTapped : CaseDetailsEvent

    /** The record where it was found. */
    data object RecordTapped : CaseDetailsEvent

    data object NoticeSeen : CaseDetailsEvent

    data object BackTapped : CaseDetailsEvent
}
