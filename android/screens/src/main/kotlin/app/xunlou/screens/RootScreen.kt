package app.xunlou.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Showing
import app.xunlou.screens.components.Banner
import app.xunlou.screens.components.BottomBar
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.components.Page
import app.xunlou.screens.components.TopBar
import app.xunlou.screens.components.statusBars
import app.xunlou.screens.setup.SetUpScreen
import app.xunlou.screens.theme.Xunlou

/** What the app itself has to say, above every screen. */
data class Standing(
    /** Something that holds until it is settled, such as that the phone is full. */
    val warning: String? = null,
    /** Something to be seen once. */
    val notice: Notice? = null,
)

/** What a person does outside of the screens of places. */
class RootActions(val noticeSeen: () -> Unit, val retry: () -> Unit, val startAnew: () -> Unit)

/** The app as a whole. */
@Composable
fun RootScreen(showing: Showing, standing: Standing, actions: RootActions) {
    Surface(Modifier.fillMaxSize()) {
        Column {
            StandingBars(standing, actions.noticeSeen)
            Box(Modifier.weight(1f)) {
                when (showing) {
                    // A moment, without a flicker of words.
                    Showing.Opening -> Unit
                    is Showing.Shut -> Shut(showing, actions)
                    is Showing.SetUp -> {
                        val state by showing.presenter.state.collectAsState()
                        SetUpScreen(state, showing.presenter::on)
                    }
                    is Showing.Work -> Places(showing.presenters)
                }
            }
        }
    }
}

@Composable
private fun StandingBars(standing: Standing, onSeen: () -> Unit) {
    if (standing.warning == null && standing.notice == null) return
    Column(Modifier.fillMaxWidth().statusBars()) {
        standing.warning?.let { Banner(it, Notice.Tone.PROBLEM, Modifier.padding(horizontal = 8.dp, vertical = 4.dp), tag = "warning") }
        NoticeBar(standing.notice, onSeen)
    }
}

@Composable
private fun Shut(shut: Showing.Shut, actions: RootActions) {
    val words = Xunlou.words
    Page(
        tag = "shut",
        top = { TopBar(words("app-name")) },
        bottom = {
            BottomBar {
                if (shut.mayStartAnew) {
                    MainButton(words("sync-enrol-again"), "shut-start-anew", actions.startAnew, Modifier.weight(1f))
                } else {
                    MainButton(words("action-retry"), "shut-retry", actions.retry, Modifier.weight(1f))
                }
            }
        },
    ) { padding ->
        Column(Modifier.padding(padding).padding(16.dp), Arrangement.spacedBy(16.dp)) { Banner(shut.text, Notice.Tone.PROBLEM) }
    }
}
