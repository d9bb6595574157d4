package app.xunlou.app.photos

import android.graphics.Bitmap
import android.graphics.Matrix
import android.media.ExifInterface
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream

/** A file that is no picture that this phone can read. */
class NoPicture : IOException("this is no picture")

/**
 * Makes of any picture a JPEG that the rules allow: turned upright, scaled down, written anew. So what the
 * camera noted beside it, the place above all, does not come along.
 */
class Shrink(private val maxBytes: Long, private val maxEdge: Int = 2048) {
    /** The picture of a source that can be opened several times. Blocks. */
    fun jpeg(open: () -> InputStream): ByteArray {
        var picture = upright(decode(maxEdge, open) ?: throw NoPicture(), open().use(::turn))
        picture = scale(picture, maxEdge)
        while (true) {
            for (quality in QUALITIES) {
                val bytes = compress(picture, quality)
                if (bytes.size <= maxBytes) return bytes
            }
            picture = scale(picture, maxOf(picture.width, picture.height) * 3 / 4)
        }
    }

    private fun turn(source: InputStream): Int = try {
        val exif = ExifInterface(source)
        when (exif.getAttributeInt(ExifInterface.TAG_ORIENTATION, ExifInterface.ORIENTATION_NORMAL)) {
            ExifInterface.ORIENTATION_ROTATE_90 -> 90
            ExifInterface.ORIENTATION_ROTATE_180 -> 180
            ExifInterface.ORIENTATION_ROTATE_270 -> 270
            else -> 0
        }
    } catch (_: IOException) {
        // It notes nothing.
        0
    }

    private fun upright(picture: Bitmap, degrees: Int): Bitmap {
        if (degrees == 0) return picture
        val turned = Matrix().apply { setRotate(degrees.toFloat()) }
        return Bitmap.createBitmap(picture, 0, 0, picture.width, picture.height, turned, true)
    }

    private fun scale(picture: Bitmap, edge: Int): Bitmap {
        val longest = maxOf(picture.width, picture.height)
        if (longest <= edge) return picture
        fun scaled(side: Int) = (side.toLong() * edge / longest).toInt().coerceAtLeast(1)
        return Bitmap.createScaledBitmap(picture, scaled(picture.width), scaled(picture.height), true)
    }

    private fun compress(picture: Bitmap, quality: Int): ByteArray {
        val out = ByteArrayOutputStream()
        if (!picture.compress(Bitmap.CompressFormat.JPEG, quality, out)) throw NoPicture()
        return out.toByteArray()
    }

    private companion object {
        /** Below this a crack in a wall can no longer be told from noise: rather a smaller picture. */
        val QUALITIES = listOf(85, 75, 65)
    }
}
