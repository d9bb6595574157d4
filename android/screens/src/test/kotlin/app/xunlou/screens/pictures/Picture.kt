package app.xunlou.screens.pictures

import androidx.compose.runtime.Composable
import androidx.compose.ui.ImageComposeScene
import androidx.compose.ui.unit.Density
import app.xunlou.core.Language
import app.xunlou.presenters.Words
import app.xunlou.screens.theme.Photos
import app.xunlou.screens.theme.XunlouTheme
import java.awt.RenderingHints
import java.awt.image.BufferedImage
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.Dispatchers
import org.jetbrains.skia.Image

/** How a picture is taken. */
internal data class Look(
    val language: Language = Language.CHINESE,
    val dark: Boolean = false,
    /** 2f is what phones call 200 %. */
    val text: Float = 1f,
    val photos: Photos = Photos.None,
)

/**
 * Takes the picture [name] of a screen on a phone of 360 × 780 dp, and compares it with the golden one, which
 * it fails by more than a little: see [Goldens].
 */
internal fun picture(name: String, look: Look = Look(), content: @Composable () -> Unit) =
    Goldens.compare(name, half(render(look, content)))

private const val WIDTH = 1080
private const val HEIGHT = 2340
private const val DENSITY = 3f
private const val FRAME_MS = 16L

/** Long enough for what moves at first to stand still. */
private const val SETTLED_MS = 640L

/** The last of the frames of some time. What an effect throws is not lost: the scene itself would only print it. */
private fun render(look: Look, content: @Composable () -> Unit): BufferedImage {
    val failures = mutableListOf<Throwable>()
    val handler = CoroutineExceptionHandler { _, failure -> failures += failure }
    val scene = ImageComposeScene(WIDTH, HEIGHT, Density(DENSITY), coroutineContext = Dispatchers.Unconfined + handler) {
        XunlouTheme(Words(look.language), look.dark, PhoneFont, look.text, look.photos) { PhoneFrame(content) }
    }
    try {
        for (ms in 0 until SETTLED_MS step FRAME_MS) scene.render(ms * 1_000_000).close()
        val picture = scene.render(SETTLED_MS * 1_000_000).use(::pixels)
        failures.firstOrNull()?.let { throw AssertionError("an effect failed while the picture was taken", it) }
        return picture
    } finally {
        scene.close()
    }
}

private fun pixels(image: Image): BufferedImage {
    val bitmap = org.jetbrains.skia.Bitmap.makeFromImage(image)
    val picture = BufferedImage(image.width, image.height, BufferedImage.TYPE_INT_RGB)
    bitmap.use {
        val bytes = checkNotNull(it.readPixels(org.jetbrains.skia.ImageInfo.makeN32Premul(image.width, image.height)))
        val line = IntArray(image.width)
        for (y in 0 until image.height) {
            for (x in 0 until image.width) {
                val at = (y * image.width + x) * 4
                line[x] = (bytes[at + 2].toInt() and 255 shl 16) or (bytes[at + 1].toInt() and 255 shl 8) or (bytes[at].toInt() and 255)
            }
            picture.setRGB(0, y, image.width, 1, line, 0, image.width)
        }
    }
    return picture
}

/** Half as wide and high: enough to see everything, and a quarter of the bytes. */
private fun half(picture: BufferedImage): BufferedImage {
    val small = BufferedImage(picture.width / 2, picture.height / 2, BufferedImage.TYPE_INT_RGB)
    val graphics = small.createGraphics()
    graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR)
    graphics.drawImage(picture, 0, 0, small.width, small.height, null)
    graphics.dispose()
    return small
}
