package app.xunlou.presenters.log

/** What a person does on the day's log. Entries go by their id in the state. */
sealed interface LogEvent {
    data object DayBeforeTapped : LogEvent

    /** Not beyond today. */
    data object DayAfterTapped : LogEvent

    data object TodayTapped : LogEvent

    /** A free entry is being typed. */
    data class Typed(val text: String) : LogEvent

    /** It is complete. */
    data object Added : LogEvent

    data class RemoveTapped(val entry: String) : LogEvent

    /** Yes, remove it. */
    data object Removed : LogEvent

    /** It stays after all. */
    data object RemoveDropped : LogEvent

    data object ShareTapped : LogEvent

    data object SettingsTapped : LogEvent

    data object NoticeSeen : LogEvent
}
