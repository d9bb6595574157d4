package app.xunlou.screens.settings

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.settings.SettingsEvent
import app.xunlou.presenters.settings.SettingsState
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.components.Page
import app.xunlou.screens.components.SectionHeader
import app.xunlou.screens.components.TopBar
import app.xunlou.screens.components.navigationBars
import app.xunlou.screens.sync.WifiOnly
import app.xunlou.screens.theme.Xunlou

/** 设置. */
@Composable
fun SettingsScreen(state: SettingsState, on: (SettingsEvent) -> Unit, list: LazyListState = rememberLazyListState()) {
    val words = Xunlou.words
    Page(
        tag = "settings",
        top = { TopBar(words("settings-title"), onBack = { on(SettingsEvent.BackTapped) }) },
        bottom = { Box(Modifier.navigationBars()) { NoticeBar(state.notice, onSeen = { on(SettingsEvent.NoticeSeen) }) } },
    ) { padding ->
        LazyColumn(
            Modifier.fillMaxSize().padding(padding).testTag("settings-list"),
            list,
            contentPadding = PaddingValues(start = 16.dp, end = 16.dp, bottom = 24.dp),
            verticalArrangement = Arrangement.spacedBy(10.dp),
        ) {
            section("language", { words("settings-language") }) { LanguageChoice(state, on) }
            section("theme", { words("settings-theme") }) { ThemeChoice(state, on) }
            section("size", { words("settings-size") }) { SizeChoice(state, on) }
            section("network", { words("sync-title") }) {
                WifiOnly(state.chosen.wifiOnly, "settings-wifi-only") { on(SettingsEvent.WifiOnlyChanged(it)) }
            }
            section("account", { words("settings-account") }) { Account(state) }
            section("again", { words("settings-enrol-again") }) { EnrolAgain(state.again, on) }
            section("diagnostics", { words("settings-diagnostics") }) { DiagnosticsCard(state, on) }
        }
    }
}

/** What belongs together, with its title. */
private fun LazyListScope.section(key: String, title: @Composable () -> String, content: @Composable () -> Unit) = item(key) {
    Column {
        SectionHeader(title())
        content()
    }
}
