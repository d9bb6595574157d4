package app.xunlou.screens.pictures

import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.toComposeImageBitmap
import app.xunlou.core.WorkspaceInterface
import app.xunlou.screens.theme.Photos
import org.jetbrains.skia.Image

/** The photos that the core has, at once: a picture is taken of what is there. */
internal class CorePhotos(private val workspace: WorkspaceInterface) : Photos {
    override suspend fun load(document: String, hash: String, large: Boolean): ImageBitmap? =
        workspace.photo(hash)?.let { photo -> Image.makeFromEncoded(photo.bytes).use { it.toComposeImageBitmap() } }
}
