package app.xunlou.app.settings

import app.xunlou.presenters.Chosen
import app.xunlou.presenters.TextSize
import app.xunlou.presenters.Theme

/** Whether it is to be dark, on a phone that is so or not. */
fun Chosen.isDark(phone: Boolean): Boolean = when (theme) {
    Theme.SYSTEM -> phone
    Theme.LIGHT -> false
    Theme.DARK -> true
}

/** By how much texts are larger than the phone says. */
val Chosen.textScale: Float
    get() = when (textSize) {
        TextSize.SYSTEM -> 1f
        TextSize.LARGE -> 1.2f
        TextSize.LARGEST -> 1.4f
    }
