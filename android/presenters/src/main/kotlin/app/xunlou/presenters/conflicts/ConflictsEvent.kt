package app.xunlou.presenters.conflicts

import app.xunlou.core.ChangeHash

/** What a person does about conflicts. */
sealed interface ConflictsEvent {
    /** One of the values is right. */
    data class Taken(val conflict: String, val change: ChangeHash) : ConflictsEvent

    /** None is: another is to be written. */
    data class WriteTapped(val conflict: String) : ConflictsEvent

    /** A third value is being typed or was chosen. */
    data class Written(val conflict: String, val value: String) : ConflictsEvent

    data class Saved(val conflict: String) : ConflictsEvent

    /** No third value after all. */
    data class Dropped(val conflict: String) : ConflictsEvent

    data object NoticeSeen : ConflictsEvent

    data object BackTapped : ConflictsEvent
}
