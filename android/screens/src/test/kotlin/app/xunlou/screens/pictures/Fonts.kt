package app.xunlou.screens.pictures

import androidx.compose.ui.text.ExperimentalTextApi
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.platform.SystemFont
import org.jetbrains.skia.FontMgr

/** The phone's own letters: Roboto, and for Han the match of fontconfig for zh-CN. */
@OptIn(ExperimentalTextApi::class)
internal val PhoneFont: FontFamily = run {
    requireFonts()
    FontFamily(
        SystemFont("Roboto", FontWeight.Normal),
        SystemFont("Roboto", FontWeight.Medium),
        SystemFont("Roboto", FontWeight.Bold),
    )
}

/** A font that is missing would be replaced in silence, and every picture differ. */
private fun requireFonts() {
    val missing = mapOf("Roboto" to "fonts-roboto-unhinted", "Noto Sans CJK SC" to "fonts-noto-cjk")
        .filterKeys { family -> FontMgr.default.matchFamily(family).count() == 0 }
    check(missing.isEmpty()) {
        "pictures need the fonts ${missing.keys.joinToString()}: apt-get install ${missing.values.joinToString(" ")} fonts-noto-cjk-extra"
    }
    check(System.getenv("FC_LANG").equals("zh-cn", ignoreCase = true)) {
        "pictures need FC_LANG=zh-cn in the environment, or Han characters take Japanese forms"
    }
}
