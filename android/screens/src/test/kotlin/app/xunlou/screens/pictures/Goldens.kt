package app.xunlou.screens.pictures

import java.awt.image.BufferedImage
import java.io.File
import javax.imageio.IIOImage
import javax.imageio.ImageIO
import javax.imageio.ImageWriteParam
import kotlin.math.abs

/**
 * The golden pictures, `src/test/goldens/NAME.png`. `-Dxunlou.goldens=record` writes them anew; then look at
 * each one that changed. What differs is written to `goldens/` in the build's directory: the picture as it is
 * now, and where it differs in red.
 */
internal object Goldens {
    /** What a channel may differ by before a pixel counts: fonts' smoothing differs a little between machines. */
    private const val CHANNEL = 32

    /** How many pixels in a thousand may count. */
    private const val PER_MILLE = 2

    private val home = place("xunlou.goldens.home")
    private val failed = place("xunlou.goldens.failed")
    private val recording = System.getProperty("xunlou.goldens") == "record"

    fun compare(name: String, picture: BufferedImage) {
        val file = File(home, "$name.png")
        if (recording) return record(file, picture)
        if (!file.exists()) fail(name, picture, "there is no golden picture $file yet")
        val golden = ImageIO.read(file)
        if (golden.width != picture.width || golden.height != picture.height) fail(name, picture, "its size differs")
        val differing = differing(golden, picture)
        val count = differing.count { it }
        if (count * 1000L <= PER_MILLE.toLong() * picture.width * picture.height) return
        write(File(failed, "$name.diff.png"), marked(picture, differing))
        fail(name, picture, "$count pixels differ")
    }

    /** Only what is seen to differ, so that a recording leaves the others as they are. */
    private fun record(file: File, picture: BufferedImage) {
        val same = file.exists() && ImageIO.read(file).let { it.width == picture.width && it.height == picture.height && differing(it, picture).none { differs -> differs } }
        if (!same) write(file, picture)
    }

    private fun fail(name: String, picture: BufferedImage, why: String): Nothing {
        val now = File(failed, "$name.png")
        write(now, picture)
        throw AssertionError("picture $name: $why; look at $now, and record with -Dxunlou.goldens=record if it is right")
    }

    private fun differing(golden: BufferedImage, picture: BufferedImage): BooleanArray =
        BooleanArray(picture.width * picture.height) { at ->
            val x = at % picture.width
            val y = at / picture.width
            val one = golden.getRGB(x, y)
            val other = picture.getRGB(x, y)
            listOf(0, 8, 16).any { shift -> abs((one shr shift and 255) - (other shr shift and 255)) > CHANNEL }
        }

    private fun marked(picture: BufferedImage, differing: BooleanArray): BufferedImage {
        val marked = BufferedImage(picture.width, picture.height, BufferedImage.TYPE_INT_RGB)
        for (y in 0 until picture.height) {
            for (x in 0 until picture.width) {
                val faded = (picture.getRGB(x, y) and 0xFCFCFC shr 2) + 0xC0C0C0
                marked.setRGB(x, y, if (differing[y * picture.width + x]) 0xE00000 else faded)
            }
        }
        return marked
    }

    /** As small as PNG makes it. */
    private fun write(file: File, picture: BufferedImage) {
        file.parentFile.mkdirs()
        val writer = ImageIO.getImageWritersByFormatName("png").next()
        val smallest = writer.defaultWriteParam.apply {
            compressionMode = ImageWriteParam.MODE_EXPLICIT
            compressionQuality = 0f
        }
        file.delete()
        ImageIO.createImageOutputStream(file).use { stream ->
            writer.output = stream
            writer.write(null, IIOImage(picture, null, null), smallest)
        }
        writer.dispose()
    }

    private fun place(property: String) =
        File(checkNotNull(System.getProperty(property)) { "$property is not set: run the tests by Maven, or see android/README.md" })
}
