package app.xunlou.app

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.asImageBitmap
import androidx.compose.ui.unit.dp
import app.xunlou.app.host.ActivityHost
import app.xunlou.app.host.Showing
import app.xunlou.app.photos.PhotoLoader
import app.xunlou.presenters.Core
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.record.RecordPresenter
import app.xunlou.screens.components.Banner
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.record.RecordScreen
import app.xunlou.screens.theme.Photos
import app.xunlou.screens.theme.Xunlou
import app.xunlou.screens.theme.XunlouTheme

/** What the activity shows: screens have no Android in them, so here both meet. */
@Composable
internal fun Content(host: ActivityHost) {
    val look by host.look.collectAsState()
    val showing by host.showing.collectAsState()
    val notice by host.notices.shown.collectAsState()
    val core = (showing as? Showing.Work)?.core
    val photos = remember(core) { core?.let { CorePhotos(PhotoLoader(it)) } ?: Photos.None }
    val words = remember(look.language) { Words(look.language) }
    XunlouTheme(words, look.isDark(isSystemInDarkTheme()), textScale = look.textScale, photos = photos) {
        Surface {
            Column {
                LowSpace(host)
                NoticeBar(notice, onSeen = host.notices::dismiss)
                when (val now = showing) {
                    // A moment, without a flicker of words.
                    Showing.Opening -> Unit
                    is Showing.Shut -> Shut(now, host)
                    is Showing.SetUp -> Unit
                    is Showing.Work -> Places(now.core, words, host)
                }
            }
        }
    }
}

@Composable
private fun LowSpace(host: ActivityHost) {
    val low by host.lowSpace.collectAsState()
    if (low) Banner(host.text(R.string.low_space), Notice.Tone.PROBLEM, tag = "low-space")
}

@Composable
private fun Shut(shut: Showing.Shut, host: ActivityHost) = Column(Modifier.padding(16.dp)) {
    Banner(shut.text, Notice.Tone.PROBLEM, tag = "shut")
    if (shut.mayStartAnew) {
        MainButton(Xunlou.words("sync-enrol-again"), "shut-start-anew", host::startAnew)
    } else {
        MainButton(Xunlou.words("action-retry"), "shut-retry", host::retry)
    }
}

/** The screen of the place where one is. A presenter lives for as long as its place is shown. */
@Composable
private fun Places(core: Core, words: Words, host: ActivityHost) {
    val way by host.navigator.way.collectAsState()
    when (val place = way.last()) {
        is Place.Record -> {
            val presenter = remember(place.document, words) {
                RecordPresenter(place, core, words, host.scope, host.navigator, host.errands)
            }
            val state by presenter.state.collectAsState()
            RecordScreen(place.document, state, presenter::on)
        }
        else -> Unit
    }
}

private class CorePhotos(private val loader: PhotoLoader) : Photos {
    override suspend fun load(document: String, hash: String, large: Boolean): ImageBitmap? =
        loader.load(document, hash, large)?.asImageBitmap()
}
