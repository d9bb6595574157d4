package app.xunlou.presenters.record

import app.xunlou.core.DocumentId
import app.xunlou.core.PhotoHash

/** What a person does on a record. */
sealed interface RecordEvent {
    /** An item was answered: the id of an option, a number, a day. */
    data class Answered(val item: String, val answer: String) : RecordEvent

    /** The answer was taken back. */
    data class Cleared(val item: String) : RecordEvent

    /** A text or a number is being typed; it is saved when the person pauses. */
    data class Typed(val item: String, val text: String) : RecordEvent

    /** The note is being typed. */
    data class NoteTyped(val item: String, val text: String) : RecordEvent

    /** Typing is over: what was typed is saved now. */
    data object Paused : RecordEvent

    /** All that is open in a group is 正常. */
    data class GroupNormal(val group: String) : RecordEvent

    /** The last whole group is taken back. */
    data object Undone : RecordEvent

    /** It rains, or no longer. */
    data class RainChanged(val rain: Boolean) : RecordEvent

    /** A photo is to be taken. */
    data class CameraTapped(val item: String) : RecordEvent

    /** A picture is to be chosen. */
    data class GalleryTapped(val item: String) : RecordEvent

    data class PhotoRemoved(val item: String, val photo: PhotoHash) : RecordEvent

    /** A case is to be made of a problem. */
    data class ReportTapped(val item: String) : RecordEvent

    /** To which department it goes; none yet is an answer too. */
    data class DepartmentChosen(val department: String?) : RecordEvent

    /** The case is made. */
    data object Reported : RecordEvent

    /** No case after all. */
    data object ReportDropped : RecordEvent

    data class CaseTapped(val case: DocumentId) : RecordEvent

    data object ConflictTapped : RecordEvent

    /** This item is in front now. */
    data class Looked(val item: String) : RecordEvent

    data object FinishTapped : RecordEvent

    data object NoticeSeen : RecordEvent

    data object UnsentTapped : RecordEvent

    data object BackTapped : RecordEvent
}
