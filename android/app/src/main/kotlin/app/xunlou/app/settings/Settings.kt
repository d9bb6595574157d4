package app.xunlou.app.settings

import android.content.Context
import android.content.SharedPreferences
import app.xunlou.core.Language
import app.xunlou.presenters.Chosen
import app.xunlou.presenters.Preferences
import app.xunlou.presenters.TextSize
import app.xunlou.presenters.Theme
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import java.util.Locale

/** What a person sets for this phone. It is the one thing that a backup takes along. */
class Settings(context: Context) : Preferences {
    private val kept: SharedPreferences = context.getSharedPreferences(FILE, Context.MODE_PRIVATE)
    private val mutable = MutableStateFlow(read())

    override val chosen: StateFlow<Chosen> = mutable.asStateFlow()

    /** The language of all words. */
    val language: Language get() = chosen.value.language

    /** Whether the app syncs by itself over unmetered networks alone. */
    val wifiOnly: Boolean get() = chosen.value.wifiOnly

    override fun choose(change: Chosen.() -> Chosen) {
        val next = chosen.value.change()
        kept.edit()
            .putString(LANGUAGE, if (next.language == Language.ENGLISH) ENGLISH else CHINESE)
            .putString(THEME, next.theme.name)
            .putString(TEXT_SIZE, next.textSize.name)
            .putBoolean(WIFI_ONLY, next.wifiOnly)
            .apply()
        mutable.value = next
    }

    /** What was chosen; at first the phone's own language if we have it, else Chinese. */
    private fun read() = Chosen(
        language = when (kept.getString(LANGUAGE, null) ?: Locale.getDefault().language) {
            ENGLISH -> Language.ENGLISH
            else -> Language.CHINESE
        },
        theme = choice(THEME, Theme.SYSTEM),
        textSize = choice(TEXT_SIZE, TextSize.SYSTEM),
        wifiOnly = kept.getBoolean(WIFI_ONLY, true),
    )

    private inline fun <reified T : Enum<T>> choice(name: String, otherwise: T): T =
        enumValues<T>().find { it.name == kept.getString(name, null) } ?: otherwise

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
