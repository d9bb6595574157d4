package app.xunlou.presenters.conflicts

import app.xunlou.core.ChangeHash
import app.xunlou.presenters.Notice
import app.xunlou.presenters.household.FieldInput

/** What the screen of conflicts 冲突 shows. */
data class ConflictsState(
    /** Nothing is here yet. */
    val loading: Boolean = true,
    val conflicts: List<Conflict> = emptyList(),
    /** Something to say. */
    val notice: Notice? = null,
) {
    fun conflict(id: String): Conflict? = conflicts.find { it.id == id }

    /** Something that two phones wrote differently while apart. */
    data class Conflict(
        val id: String,
        /** What it is about: the item or the field. */
        val title: String,
        /** The record, the unit or the case. */
        val place: String,
        /** Mine first. */
        val candidates: List<Candidate>,
        /** How a third value is written; `null` where one of these must do. */
        val input: FieldInput?,
        /** The third value that is being written. */
        val form: Form?,
        /** The choice is not committed yet. */
        val saving: Boolean,
    )

    /** One of the values. */
    data class Candidate(
        /** What to choose it by; `null` if it cannot be chosen. */
        val change: ChangeHash?,
        /** What it says. */
        val text: String,
        /** It was written on this phone. */
        val mine: Boolean,
        /** Who wrote it. */
        val by: String?,
        /** On which device. */
        val device: String?,
        val time: String?,
        /** It was chosen, and is not committed yet. */
        val taking: Boolean,
    )

    /** A third value that is being written. */
    data class Form(
        val value: String,
        /** The value in words, where it is a day. */
        val said: String?,
        /** There is something to save. */
        val canSave: Boolean,
        /** What was written does not fit, and is not saved. */
        val wrong: String?,
    )
}
