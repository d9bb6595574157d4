package app.xunlou.app.photos

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Color
import android.media.ExifInterface
import app.xunlou.app.testing.Pictures
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class ShrinkTest {
    private fun shrink(picture: ByteArray, maxBytes: Long = 2_000_000): ByteArray = Shrink(maxBytes).jpeg { picture.inputStream() }

    private fun decode(bytes: ByteArray): Bitmap = BitmapFactory.decodeByteArray(bytes, 0, bytes.size)

    @Test
    fun `a picture that does not compress still gets below what the rules allow`() {
        val picture = Pictures.noise(1600, 1200)
        val small = shrink(picture, maxBytes = 100_000)
        assertTrue(picture.size > 1_000_000, "the picture has only ${picture.size} bytes")
        assertTrue(small.size <= 100_000)
        assertEquals(4.0 / 3, decode(small).run { width.toDouble() / height }, 0.02)
    }

    @Test
    fun `a small picture keeps its size`() {
        val small = decode(shrink(Pictures.plain(640, 480)))
        assertEquals(640 to 480, small.width to small.height)
    }

    @Test
    fun `a picture of a phone that was held upright stands upright without a note`() {
        val bytes = shrink(Pictures.withPlace(400, 300, ExifInterface.ORIENTATION_ROTATE_90))
        val upright = decode(bytes)
        assertEquals(300 to 400, upright.width to upright.height)
        // Red was on the left: a quarter turn to the right brings it to the top.
        assertTrue(Color.red(upright.getPixel(150, 50)) > 200)
        assertTrue(Color.blue(upright.getPixel(150, 350)) > 200)
        val exif = ExifInterface(bytes.inputStream())
        assertEquals(0, exif.getAttributeInt(ExifInterface.TAG_ORIENTATION, 0))
    }

    @Test
    fun `the place, the time and the maker do not come along`() {
        val picture = Pictures.withPlace(400, 300)
        assertTrue(Pictures.exif(picture).isNotEmpty())
        assertEquals(emptyList(), Pictures.exif(shrink(picture)))
    }

    @Test
    fun `what is no picture is told`() {
        assertFailsWith<NoPicture> { shrink(ByteArray(0)) }
        assertFailsWith<NoPicture> { shrink("no picture".toByteArray()) }
    }
}
