package app.xunlou.presenters.record

import app.xunlou.presenters.Notice

/** What the person is at with a record, which the core does not know. */
internal data class RecordHand(
    /** Items whose tap is being committed. */
    val saving: List<String> = emptyList(),
    /** What was typed and is not committed yet. */
    val drafts: Map<Draft, String> = emptyMap(),
    /** The items of the last whole group, while it can be taken back. */
    val undo: Set<String> = emptySet(),
    /** Somebody tried to finish: mark what is missing. */
    val showMissing: Boolean = false,
    val finishing: Boolean = false,
    /** The item of which a case is being made, and the department. */
    val report: Report? = null,
    val focus: String? = null,
    val jump: RecordState.Jump? = null,
    val notice: Notice? = null,
) {
    /** A place where one types. */
    data class Draft(val item: String, val note: Boolean)

    data class Report(val item: String, val department: String?)
}
