package app.xunlou.app.photos

import android.graphics.Bitmap
import android.util.LruCache
import app.xunlou.core.DocumentId
import app.xunlou.core.Photo
import app.xunlou.core.PhotoHash
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core

/** Photos as pictures, for screens: read from the core, or fetched by it, scaled down, the last few kept. */
class PhotoLoader(private val core: Core) {
    private val thumbnails = object : LruCache<PhotoHash, Bitmap>(MEMORY) {
        override fun sizeOf(key: PhotoHash, value: Bitmap) = value.byteCount
    }

    /** The photo that this document shows; none if it cannot be had now. */
    suspend fun load(document: DocumentId, hash: PhotoHash, large: Boolean): Bitmap? {
        val kept = thumbnails.get(hash)
        if (!large && kept != null) return kept
        val edge = if (large) LARGE else SMALL
        val picture = core { bytes(this, document, hash)?.let { photo -> decode(edge) { photo.bytes.inputStream() } } }
        if (!large && picture != null) thumbnails.put(hash, picture)
        return picture
    }

    private fun bytes(workspace: WorkspaceInterface, document: DocumentId, hash: PhotoHash): Photo? = try {
        workspace.photo(hash) ?: workspace.fetchPhoto(document, hash)
    } catch (_: XunlouException) {
        // Without a network there is a placeholder; another look tries again.
        null
    }

    private companion object {
        const val SMALL = 240
        const val LARGE = 1440
        const val MEMORY = 16 * 1024 * 1024
    }
}
