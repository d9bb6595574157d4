package app.xunlou.presenters.setup

/** What a person does to set a phone up. A code that was scanned or tapped comes by the `CodeInbox`. */
sealed interface SetUpEvent {
    /** The code is being typed. */
    data class Typed(val link: String) : SetUpEvent

    /** The code is to be scanned. */
    data object ScanTapped : SetUpEvent

    /** The code was typed: look at it. */
    data object NextTapped : SetUpEvent

    /** Another code, please. */
    data object StartedOver : SetUpEvent

    /** The phone gets a name. */
    data class Named(val device: String) : SetUpEvent

    /** The server is the right one. */
    data object EnrolTapped : SetUpEvent

    /** The first sync, from where it stopped. */
    data object SyncTapped : SetUpEvent

    /** Stop the first sync. */
    data object CancelTapped : SetUpEvent

    data object NoticeSeen : SetUpEvent
}
