package app.xunlou.presenters

import app.xunlou.core.Language
import kotlinx.coroutines.flow.StateFlow

/** What a person sets for this phone. The app keeps it. */
interface Preferences {
    /** What is set, now and whenever that changes. */
    val chosen: StateFlow<Chosen>

    /** Sets something else; it is kept, and holds at once. */
    fun choose(change: Chosen.() -> Chosen)
}

/** What is set. */
data class Chosen(
    /** The language of all words. */
    val language: Language = Language.CHINESE,
    val theme: Theme = Theme.SYSTEM,
    val textSize: TextSize = TextSize.SYSTEM,
    /** Whether the app syncs by itself over unmetered networks alone. Who taps for a sync gets it on any. */
    val wifiOnly: Boolean = true,
)

/** Light or dark. */
enum class Theme { SYSTEM, LIGHT, DARK }

/** How large texts are, beside what the phone says. */
enum class TextSize { SYSTEM, LARGE, LARGEST }
