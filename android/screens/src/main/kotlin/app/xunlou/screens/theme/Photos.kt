package app.xunlou.screens.theme

import androidx.compose.runtime.Composable
import androidx.compose.runtime.produceState
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.graphics.ImageBitmap

/**
 * Photos as pictures. Screens hold addresses, never bytes: a form may have a hundred photos. The app reads
 * the bytes from the core, scales them down and keeps the few that are in view.
 */
interface Photos {
    /** The photo that [document] shows at this address, small enough for a thumbnail or as large as the screen. */
    suspend fun load(document: String, hash: String, large: Boolean): ImageBitmap?

    /** No photos: a placeholder is drawn. */
    object None : Photos {
        override suspend fun load(document: String, hash: String, large: Boolean): ImageBitmap? = null
    }
}

internal val LocalPhotos = staticCompositionLocalOf<Photos> { Photos.None }

/** A photo once it is there; `null` until then. */
@Composable
internal fun photo(document: String, hash: String, large: Boolean = false): ImageBitmap? {
    val photos = LocalPhotos.current
    return produceState<ImageBitmap?>(null, photos, document, hash, large) {
        value = photos.load(document, hash, large)
    }.value
}
