package app.xunlou.app

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.asImageBitmap
import app.xunlou.app.host.ActivityHost
import app.xunlou.app.photos.PhotoLoader
import app.xunlou.app.settings.isDark
import app.xunlou.app.settings.textScale
import app.xunlou.presenters.Words
import app.xunlou.screens.RootActions
import app.xunlou.screens.RootScreen
import app.xunlou.screens.Standing
import app.xunlou.screens.theme.Photos
import app.xunlou.screens.theme.XunlouTheme

/** What the activity shows: screens have no Android in them, so here both meet. */
@Composable
internal fun Content(host: ActivityHost) {
    val look by host.look.collectAsState()
    val showing by host.showing.collectAsState()
    val notice by host.notices.shown.collectAsState()
    val lowSpace by host.lowSpace.collectAsState()
    val words = remember(look.language) { Words(look.language) }
    val photos = remember(showing) { host.photos()?.let(::CorePhotos) ?: Photos.None }
    val warning = if (lowSpace) host.text(R.string.low_space) else null
    XunlouTheme(words, look.isDark(isSystemInDarkTheme()), textScale = look.textScale, photos = photos) {
        RootScreen(showing, Standing(warning, notice), RootActions(host.notices::dismiss, host::retry, host::startAnew))
    }
}

private class CorePhotos(private val loader: PhotoLoader) : Photos {
    override suspend fun load(document: String, hash: String, large: Boolean): ImageBitmap? =
        loader.load(document, hash, large)?.asImageBitmap()
}
