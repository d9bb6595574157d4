package app.xunlou.presenters.settings

import app.xunlou.core.Language
import app.xunlou.presenters.Chosen
import app.xunlou.presenters.Notice
import app.xunlou.presenters.TextSize
import app.xunlou.presenters.Theme
import app.xunlou.presenters.setup.Server

/** What 设置 shows. */
data class SettingsState(
    /** What is set. */
    val chosen: Chosen,
    /** Whose phone it is: name, role, estate. */
    val who: String = "",
    /** What colleagues see this phone as. */
    val device: String = "",
    val version: String = "",
    /** What helps to find a fault: ids, numbers and codes, no names and no texts. */
    val diagnostics: String = "",
    val again: Again = Again(),
    val notice: Notice? = null,
) {
    /** Enrolling this phone again: what is on it stays. */
    data class Again(
        /** The code as it was typed or scanned. */
        val code: String = "",
        /** Counts the codes that came otherwise than by typing: the field begins anew with each. */
        val turn: Int = 0,
        /** The server that the code leads to, once it is a whole code. */
        val server: Server? = null,
        /** Whether the server is being asked. */
        val enrolling: Boolean = false,
    )
}

/** What a person does in 设置. A code that was scanned or tapped comes by the `CodeInbox`. */
sealed interface SettingsEvent {
    data class LanguageChosen(val language: Language) : SettingsEvent

    data class ThemeChosen(val theme: Theme) : SettingsEvent

    data class TextSizeChosen(val size: TextSize) : SettingsEvent

    /** Sync by itself over unmetered networks alone, or over any. */
    data class WifiOnlyChanged(val only: Boolean) : SettingsEvent

    /** A new code is being typed. */
    data class CodeTyped(val code: String) : SettingsEvent

    /** A new code is to be scanned. */
    data object ScanTapped : SettingsEvent

    /** Enrol again with the new code. */
    data object EnrolAgainTapped : SettingsEvent

    /** The diagnostics are to be handed to whoever looks for the fault. */
    data object DiagnosticsShared : SettingsEvent

    data object NoticeSeen : SettingsEvent

    data object BackTapped : SettingsEvent
}
