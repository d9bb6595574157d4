package app.xunlou.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Check
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import app.xunlou.core.Language
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.screens.components.Badge
import app.xunlou.screens.components.Banner
import app.xunlou.screens.components.BottomBar
import app.xunlou.screens.components.BottomTabs
import app.xunlou.screens.components.Chips
import app.xunlou.screens.components.DraftField
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.components.Option
import app.xunlou.screens.components.Page
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.Progress
import app.xunlou.screens.components.SectionHeader
import app.xunlou.screens.components.Segments
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.components.TextAction
import app.xunlou.screens.components.TopBar
import app.xunlou.screens.pictures.Look
import app.xunlou.screens.pictures.picture
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou
import org.junit.jupiter.api.Test

/** Every component on one page, as an example of how they go together. */
class ComponentsTest {
    @Test
    fun `the components look as agreed`() = picture("components") { Everything() }

    @Test
    fun `the components look as agreed in the dark`() = picture("components-dark", Look(dark = true)) { Everything() }

    @Test
    fun `nothing is cut off in letters of 200 percent`() =
        picture("components-large", Look(Language.ENGLISH, text = 2f)) { Everything() }
}

@Composable
private fun Everything() {
    val words = Xunlou.words
    Page(
        tag = "everything",
        top = { TopBar(words("today-title"), "3月18日 周三 · 东区", onBack = {}, progress = Progress(12, 60, "12/60")) },
        bottom = {
            Column {
                NoticeBar(Notice.done(words("today-excused")), onSeen = {}, action = words("action-undo"))
                BottomBar {
                    SideButton(words("today-start"), "start", {}, sign = Signs.CloudUpload)
                    Spacer(Modifier.weight(1f))
                    MainButton(words("record-finish"), "finish", {}, sign = Icons.Filled.Check)
                }
                BottomTabs(Place.Today, unsent = 3, onGo = {})
            }
        },
    ) { padding ->
        Column(Modifier.padding(padding).padding(horizontal = 16.dp).verticalScroll(rememberScrollState()), Arrangement.spacedBy(8.dp)) {
            SectionHeader("1层 大堂", trailing = "3/8") { TextAction(words("record-all-normal"), "all", {}, sign = Signs.CheckAll) }
            Panel("card") {
                val signals = Xunlou.signals
                Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
                    Segments(
                        listOf(
                            Option("ok", words("check-ok"), signals.good),
                            Option("problem", words("check-problem"), signals.bad),
                            Option("na", words("check-na")),
                        ),
                        "ok",
                        "segments",
                    ) {}
                    Chips(listOf(Option("1", "正常", signals.good), Option("2", "有安全隐患", signals.bad), Option("3", "被占用")), setOf("2"), "chips") {}
                    Banner(words("record-photo-needed"), Notice.Tone.PROBLEM)
                }
            }
            Panel("tapped", edge = Xunlou.signals.bad, onClick = {}) {
                Badge("漏巡", Xunlou.signals.bad)
                Text("楼宇巡查")
                DraftField("", words("record-note"), "note") {}
            }
        }
    }
}
