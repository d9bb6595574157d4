package app.xunlou.screens.settings

import androidx.compose.runtime.Composable
import app.xunlou.core.Language
import app.xunlou.presenters.TextSize
import app.xunlou.presenters.Theme
import app.xunlou.presenters.settings.SettingsEvent
import app.xunlou.presenters.settings.SettingsState
import app.xunlou.screens.components.Option
import app.xunlou.screens.components.Segments
import app.xunlou.screens.theme.Xunlou

@Composable
internal fun LanguageChoice(state: SettingsState, on: (SettingsEvent) -> Unit) {
    val words = Xunlou.words
    val options = listOf(
        Option(Language.CHINESE.name, words("settings-chinese")),
        Option(Language.ENGLISH.name, words("settings-english")),
    )
    Segments(options, state.chosen.language.name, "settings-language") { on(SettingsEvent.LanguageChosen(Language.valueOf(it))) }
}

@Composable
internal fun ThemeChoice(state: SettingsState, on: (SettingsEvent) -> Unit) {
    val words = Xunlou.words
    val options = listOf(
        Option(Theme.SYSTEM.name, words("settings-theme-system")),
        Option(Theme.LIGHT.name, words("settings-theme-light")),
        Option(Theme.DARK.name, words("settings-theme-dark")),
    )
    Segments(options, state.chosen.theme.name, "settings-theme") { on(SettingsEvent.ThemeChosen(Theme.valueOf(it))) }
}

@Composable
internal fun SizeChoice(state: SettingsState, on: (SettingsEvent) -> Unit) {
    val words = Xunlou.words
    val options = listOf(
        Option(TextSize.SYSTEM.name, words("settings-size-system")),
        Option(TextSize.LARGE.name, words("settings-size-large")),
        Option(TextSize.LARGEST.name, words("settings-size-largest")),
    )
    Segments(options, state.chosen.textSize.name, "settings-size") { on(SettingsEvent.TextSizeChosen(TextSize.valueOf(it))) }
}
