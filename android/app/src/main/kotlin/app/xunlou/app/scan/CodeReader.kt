package app.xunlou.app.scan

import app.xunlou.app.photos.decode
import com.google.zxing.BarcodeFormat
import com.google.zxing.BinaryBitmap
import com.google.zxing.DecodeHintType
import com.google.zxing.RGBLuminanceSource
import com.google.zxing.ReaderException
import com.google.zxing.common.HybridBinarizer
import com.google.zxing.qrcode.QRCodeReader
import java.io.InputStream

/** Reads the QR code on a picture, where there is no scanner's app. */
object CodeReader {
    /** What the code says; none if there is no code to be seen. Blocks. */
    fun read(open: () -> InputStream): String? {
        val picture = decode(EDGE, open) ?: return null
        val pixels = IntArray(picture.width * picture.height)
        picture.getPixels(pixels, 0, picture.width, 0, 0, picture.width, picture.height)
        val source = RGBLuminanceSource(picture.width, picture.height, pixels)
        val hints = mapOf(DecodeHintType.TRY_HARDER to true, DecodeHintType.POSSIBLE_FORMATS to listOf(BarcodeFormat.QR_CODE))
        return try {
            QRCodeReader().decode(BinaryBitmap(HybridBinarizer(source)), hints).text
        } catch (_: ReaderException) {
            null
        }
    }

    /** A code's dots are told apart at this size, and reading takes no longer than it must. */
    private const val EDGE = 1024
}
