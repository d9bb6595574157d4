package app.xunlou.app.photos

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import java.io.InputStream

/**
 * A picture no finer than needed, its longer edge between [edge] and twice that; none if it is no picture. A
 * modern camera's picture, decoded whole, would fill a cheap phone's memory.
 */
fun decode(edge: Int, open: () -> InputStream): Bitmap? {
    val bounds = BitmapFactory.Options().apply { inJustDecodeBounds = true }
    open().use { BitmapFactory.decodeStream(it, null, bounds) }
    val longest = maxOf(bounds.outWidth, bounds.outHeight)
    if (longest <= 0) return null
    val coarse = BitmapFactory.Options().apply { inSampleSize = Integer.highestOneBit(maxOf(1, longest / edge)) }
    return open().use { BitmapFactory.decodeStream(it, null, coarse) }
}
