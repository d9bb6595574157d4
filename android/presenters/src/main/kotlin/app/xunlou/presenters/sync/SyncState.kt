package app.xunlou.presenters.sync

import app.xunlou.core.ChangeHash
import app.xunlou.presenters.Notice

/** What the screen of 同步 shows. */
data class SyncState(
    val loading: Boolean = true,
    /** How far a sync has come; absent when none runs. */
    val progress: ProgressLine? = null,
    /** What waits: entries and photos. */
    val waiting: List<String> = emptyList(),
    /** When the last sync succeeded. */
    val synced: String = "",
    /** What one should know: the clock is off, documents need an update. */
    val warnings: List<String> = emptyList(),
    val refused: List<Refused> = emptyList(),
    /** Whether the app syncs by itself over unmetered networks alone. */
    val wifiOnly: Boolean = true,
    /** The phone was revoked, or its enrolment has expired: nothing is sent, nothing is lost. */
    val mustEnrolAgain: Boolean = false,
    val notice: Notice? = null,
) {
    /** A change that was refused. */
    data class Refused(
        val id: ChangeHash,
        /** What it belongs to, and when it was refused. */
        val title: String,
        val reason: String,
    )
}

/** What a person does on 同步. */
sealed interface SyncEvent {
    data object SyncTapped : SyncEvent

    data object CancelTapped : SyncEvent

    /** Sync by itself over unmetered networks alone, or over any. */
    data class WifiOnlyChanged(val only: Boolean) : SyncEvent

    /** What was refused is to be handed to the office, as a file. */
    data object ExportTapped : SyncEvent

    data object EnrolAgainTapped : SyncEvent

    data object NoticeSeen : SyncEvent
}
