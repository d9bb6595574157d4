package app.xunlou.screens.theme

import androidx.compose.material3.ColorScheme
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Immutable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.graphics.Color

internal val LightColours: ColorScheme = lightColorScheme(
    primary = Color(0xFF0C5CAD),
    onPrimary = Color(0xFFFFFFFF),
    primaryContainer = Color(0xFFD6E3FF),
    onPrimaryContainer = Color(0xFF001B3D),
    secondary = Color(0xFF545F71),
    onSecondary = Color(0xFFFFFFFF),
    secondaryContainer = Color(0xFFDBE3F4),
    onSecondaryContainer = Color(0xFF111C2B),
    tertiary = Color(0xFF7A5900),
    tertiaryContainer = Color(0xFFFFE7B8),
    onTertiaryContainer = Color(0xFF3A2A00),
    error = Color(0xFFBA1A1A),
    errorContainer = Color(0xFFFFDAD6),
    onErrorContainer = Color(0xFF410002),
    background = Color(0xFFF9F9FF),
    onBackground = Color(0xFF191C20),
    surface = Color(0xFFF9F9FF),
    onSurface = Color(0xFF191C20),
    surfaceVariant = Color(0xFFE0E2EC),
    onSurfaceVariant = Color(0xFF44474E),
    surfaceContainerLowest = Color(0xFFFFFFFF),
    surfaceContainerLow = Color(0xFFF3F3FA),
    surfaceContainer = Color(0xFFEDEDF4),
    surfaceContainerHigh = Color(0xFFE7E8EE),
    surfaceContainerHighest = Color(0xFFE2E2E9),
    outline = Color(0xFF74777F),
    outlineVariant = Color(0xFFC4C6D0),
    inverseSurface = Color(0xFF2E3036),
    inverseOnSurface = Color(0xFFF0F0F7),
    inversePrimary = Color(0xFFAAC7FF),
)

internal val DarkColours: ColorScheme = darkColorScheme(
    primary = Color(0xFFAAC8F6),
    onPrimary = Color(0xFF00305F),
    primaryContainer = Color(0xFF014887),
    onPrimaryContainer = Color(0xFFD6E3FF),
    secondary = Color(0xFFBCC7DC),
    onSecondary = Color(0xFF263141),
    secondaryContainer = Color(0xFF014887),
    onSecondaryContainer = Color(0xFFD8E3F8),
    tertiary = Color(0xFFF5BF48),
    tertiaryContainer = Color(0xFF4A3700),
    onTertiaryContainer = Color(0xFFFFDEA3),
    error = Color(0xFFFFB4AB),
    onError = Color(0xFF690005),
    errorContainer = Color(0xFF481319),
    onErrorContainer = Color(0xFFFFDAD6),
    background = Color(0xFF111318),
    onBackground = Color(0xFFE2E2E9),
    surface = Color(0xFF111318),
    onSurface = Color(0xFFE2E2E9),
    surfaceVariant = Color(0xFF393D43),
    onSurfaceVariant = Color(0xFFC4C6D0),
    surfaceContainerLowest = Color(0xFF1D2024),
    surfaceContainerLow = Color(0xFF191C20),
    surfaceContainer = Color(0xFF1D2024),
    surfaceContainerHigh = Color(0xFF282A2F),
    surfaceContainerHighest = Color(0xFF33353A),
    outline = Color(0xFF8E9099),
    outlineVariant = Color(0xFF43474E),
    inverseSurface = Color(0xFFE2E2E9),
    inverseOnSurface = Color(0xFF2E3036),
    inversePrimary = Color(0xFF0C5CAD),
)

/** A colour that says something, with what is written on it. */
@Immutable
data class Signal(val container: Color, val content: Color, val edge: Color)

/** What colours say, everywhere the same: well, wrong, watch out, nothing. Never colour alone: a sign or a word is with it. */
@Immutable
data class Signals(val good: Signal, val bad: Signal, val warning: Signal, val neutral: Signal)

internal val LightSignals = Signals(
    good = Signal(Color(0xFFD2E7EE), Color(0xFF05343F), Color(0xFF2A7E93)),
    bad = Signal(Color(0xFFFFDAD6), Color(0xFF410002), Color(0xFF8C4A47)),
    warning = Signal(Color(0xFFFFE7B8), Color(0xFF3A2A00), Color(0xFF7A5900)),
    neutral = Signal(Color(0xFFDBE3F4), Color(0xFF111C2B), Color(0xFF74777F)),
)

internal val DarkSignals = Signals(
    good = Signal(Color(0xFF115341), Color(0xFFC9F2E2), Color(0xFF7FD0B4)),
    bad = Signal(Color(0xFF5A161C), Color(0xFFFFDAD6), Color(0xFFE0B4B1)),
    warning = Signal(Color(0xFF4A3700), Color(0xFFFFDEA3), Color(0xFFF5BF48)),
    neutral = Signal(Color(0xFF33394A), Color(0xFFD8E3F8), Color(0xFF8E9099)),
)

internal val LocalSignals = staticCompositionLocalOf { LightSignals }
