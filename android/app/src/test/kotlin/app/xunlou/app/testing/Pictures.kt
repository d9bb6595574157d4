package app.xunlou.app.testing

import android.content.Context
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.media.ExifInterface
import android.net.Uri
import org.robolectric.Shadows.shadowOf
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.File
import kotlin.random.Random

/** Invented pictures. */
object Pictures {
    private val NOTED = listOf(
        ExifInterface.TAG_GPS_LATITUDE,
        ExifInterface.TAG_GPS_LONGITUDE,
        ExifInterface.TAG_DATETIME,
        ExifInterface.TAG_MAKE,
        ExifInterface.TAG_MODEL,
    )

    /** A picture whose left half is red, and its right half blue. */
    fun plain(width: Int, height: Int): ByteArray {
        val picture = Bitmap.createBitmap(width, height, Bitmap.Config.ARGB_8888)
        val canvas = Canvas(picture)
        canvas.drawColor(Color.BLUE)
        canvas.drawRect(0f, 0f, width / 2f, height.toFloat(), Paint().apply { color = Color.RED })
        return jpeg(picture)
    }

    /** A picture that hardly compresses. */
    fun noise(width: Int, height: Int): ByteArray {
        val random = Random(1)
        val pixels = IntArray(width * height) { random.nextInt() or (0xff shl 24) }
        return jpeg(Bitmap.createBitmap(pixels, width, height, Bitmap.Config.ARGB_8888))
    }

    /** As a camera makes it: with the place, the time and the maker, and the way it was held. */
    fun withPlace(width: Int, height: Int, orientation: Int = ExifInterface.ORIENTATION_NORMAL): ByteArray {
        val file = File.createTempFile("camera", ".jpg")
        file.writeBytes(plain(width, height))
        val exif = ExifInterface(file)
        exif.setAttribute(ExifInterface.TAG_ORIENTATION, orientation.toString())
        exif.setAttribute(ExifInterface.TAG_MAKE, "Maker")
        exif.setAttribute(ExifInterface.TAG_MODEL, "Model")
        exif.setAttribute(ExifInterface.TAG_DATETIME, "2026:03:18 10:30:00")
        exif.setAttribute(ExifInterface.TAG_GPS_LATITUDE, "22/1,32/1,0/1")
        exif.setAttribute(ExifInterface.TAG_GPS_LATITUDE_REF, "N")
        exif.setAttribute(ExifInterface.TAG_GPS_LONGITUDE, "114/1,3/1,0/1")
        exif.setAttribute(ExifInterface.TAG_GPS_LONGITUDE_REF, "E")
        exif.saveAttributes()
        return file.readBytes().also { file.delete() }
    }

    /** What is noted beside a picture. */
    fun exif(bytes: ByteArray): List<String> {
        val exif = ExifInterface(ByteArrayInputStream(bytes))
        return NOTED.filter { exif.getAttribute(it) != null }
    }

    /** A picture that the gallery's app hands over. */
    fun inGallery(context: Context, bytes: ByteArray): Uri {
        val address = Uri.parse("content://gallery/1")
        shadowOf(context.contentResolver).registerInputStreamSupplier(address) { ByteArrayInputStream(bytes) }
        return address
    }

    fun jpeg(picture: Bitmap): ByteArray =
        ByteArrayOutputStream().also { picture.compress(Bitmap.CompressFormat.JPEG, 95, it) }.toByteArray()
}
