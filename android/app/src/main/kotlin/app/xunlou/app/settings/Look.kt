package app.xunlou.app.settings

import app.xunlou.core.Language

/** How everything is to look: what screens follow at once when it is set. */
data class Look(val language: Language, val theme: Settings.Theme, val textSize: Settings.TextSize) {
    /** Whether it is dark, on a phone that is so or not. */
    fun isDark(phone: Boolean): Boolean = when (theme) {
        Settings.Theme.SYSTEM -> phone
        Settings.Theme.LIGHT -> false
        Settings.Theme.DARK -> true
    }

    /** By how much texts are larger than the phone says. */
    val textScale: Float
        get() = when (textSize) {
            Settings.TextSize.SYSTEM -> 1f
            Settings.TextSize.LARGE -> 1.2f
            Settings.TextSize.LARGEST -> 1.4f
        }
}
