package app.xunlou.screens.theme

import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Shapes
import androidx.compose.material3.Typography
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import androidx.compose.foundation.shape.RoundedCornerShape
import app.xunlou.presenters.Words

/** The language that the screens speak. */
val LocalWords = staticCompositionLocalOf<Words> { error("no words: wrap the screen in XunlouTheme") }

/** Whoever draws a screen asks here for words and for colours that mean something. */
object Xunlou {
    /** The texts. */
    val words: Words
        @Composable @ReadOnlyComposable get() = LocalWords.current

    /** The colours that say something. */
    val signals: Signals
        @Composable @ReadOnlyComposable get() = LocalSignals.current

    /** Whether letters are so large that what stands side by side must stand one below another. */
    val largeText: Boolean
        @Composable @ReadOnlyComposable get() = LocalDensity.current.fontScale >= 1.5f
}

/** The look of the app. [textScale] comes on top of what the phone is set to. */
@Composable
fun XunlouTheme(
    words: Words,
    dark: Boolean,
    fontFamily: FontFamily = FontFamily.Default,
    textScale: Float = 1f,
    photos: Photos = Photos.None,
    content: @Composable () -> Unit,
) {
    val density = LocalDensity.current
    CompositionLocalProvider(
        LocalWords provides words,
        LocalSignals provides if (dark) DarkSignals else LightSignals,
        LocalDensity provides Density(density.density, density.fontScale * textScale),
        LocalPhotos provides photos,
    ) {
        MaterialTheme(
            colorScheme = if (dark) DarkColours else LightColours,
            typography = typography(fontFamily),
            shapes = SHAPES,
            content = content,
        )
    }
}

private val SHAPES = Shapes(
    extraSmall = RoundedCornerShape(8.dp),
    small = RoundedCornerShape(12.dp),
    medium = RoundedCornerShape(16.dp),
    large = RoundedCornerShape(20.dp),
    extraLarge = RoundedCornerShape(28.dp),
)

private fun typography(family: FontFamily): Typography {
    fun style(size: Int, line: Int, weight: FontWeight = FontWeight.Normal) =
        TextStyle(fontFamily = family, fontSize = size.sp, lineHeight = line.sp, fontWeight = weight)
    return Typography(
        displayLarge = style(44, 52),
        displayMedium = style(36, 44),
        displaySmall = style(32, 40),
        headlineLarge = style(28, 36),
        headlineMedium = style(26, 34),
        headlineSmall = style(24, 32),
        titleLarge = style(22, 28),
        titleMedium = style(17, 24, FontWeight.Medium),
        titleSmall = style(15, 20, FontWeight.Medium),
        bodyLarge = style(16, 24),
        bodyMedium = style(14, 20),
        bodySmall = style(13, 18),
        labelLarge = style(15, 20, FontWeight.Medium),
        labelMedium = style(13, 18, FontWeight.Medium),
        labelSmall = style(12, 16, FontWeight.Medium),
    )
}
