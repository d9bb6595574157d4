package app.xunlou.app.settings

import android.content.Context
import android.content.SharedPreferences
import app.xunlou.core.Language
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import java.util.Locale

/** What a person sets for this phone. It is the one thing that a backup takes along. */
class Settings(context: Context) {
    /** Light or dark. */
    enum class Theme { SYSTEM, LIGHT, DARK }

    /** How large texts are, beside what the phone says. */
    enum class TextSize { SYSTEM, LARGE, LARGEST }

    private val kept: SharedPreferences = context.getSharedPreferences(FILE, Context.MODE_PRIVATE)

    /** The language of all words: what was chosen, else the phone's own if we have it, else Chinese. */
    var language: Language
        get() = when (kept.getString(LANGUAGE, null) ?: Locale.getDefault().language) {
            ENGLISH -> Language.ENGLISH
            else -> Language.CHINESE
        }
        set(value) = keep(LANGUAGE, if (value == Language.ENGLISH) ENGLISH else CHINESE)

    var theme: Theme
        get() = choice(THEME, Theme.SYSTEM)
        set(value) = keep(THEME, value.name)

    var textSize: TextSize
        get() = choice(TEXT_SIZE, TextSize.SYSTEM)
        set(value) = keep(TEXT_SIZE, value.name)

    /** Whether the app syncs by itself over unmetered networks alone. Who taps for a sync gets it on any. */
    var wifiOnly: Boolean
        get() = kept.getBoolean(WIFI_ONLY, true)
        set(value) = kept.edit().putBoolean(WIFI_ONLY, value).apply()

    private val looks = MutableStateFlow(Look(language, theme, textSize))

    /** How everything is to look, now and whenever that changes. */
    val look: StateFlow<Look> = looks.asStateFlow()

    private inline fun <reified T : Enum<T>> choice(name: String, otherwise: T): T =
        enumValues<T>().find { it.name == kept.getString(name, null) } ?: otherwise

    private fun keep(name: String, value: String) {
        kept.edit().putString(name, value).apply()
        looks.value = Look(language, theme, textSize)
    }

    companion object {
        /** Its name is that of the file in the backup rules. */
        const val FILE = "settings"
        private const val LANGUAGE = "language"
        private const val THEME = "theme"
        private const val TEXT_SIZE = "text-size"
        private const val WIFI_ONLY = "wifi-only"
        private const val CHINESE = "zh"
        private const val ENGLISH = "en"
    }
}
