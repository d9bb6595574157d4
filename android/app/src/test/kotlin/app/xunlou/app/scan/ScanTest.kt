package app.xunlou.app.scan

import android.app.Activity
import android.content.ComponentName
import android.content.Intent
import android.content.IntentFilter
import android.graphics.Bitmap
import android.graphics.Color
import android.provider.MediaStore
import app.xunlou.app.host.ActivityHost
import app.xunlou.app.testing.AppStory
import app.xunlou.app.testing.Pictures
import app.xunlou.app.testing.answered
import app.xunlou.app.testing.await
import app.xunlou.app.testing.putAway
import app.xunlou.presenters.Showing
import app.xunlou.presenters.setup.SetUpState.Step
import com.google.zxing.BarcodeFormat
import com.google.zxing.qrcode.QRCodeWriter
import kotlin.test.assertEquals
import kotlin.test.assertNull
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
class ScanTest {
    @get:Rule
    val story = AppStory()
    private val link by lazy { story.stage.enrol("lin") }

    /** The set-up has the code, and shows the server that it leads to. */
    private fun awaitSetUp(host: ActivityHost) = await("the code in the set-up") {
        val state = (host.showing.value as? Showing.SetUp)?.presenter?.state?.value
        state?.link == link && state.step is Step.Confirm
    }

    /** A photo of the code, as large as a phone's. */
    private fun photo(text: String, edge: Int = 2400): ByteArray {
        val code = QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, edge, edge)
        val pixels = IntArray(edge * edge) { if (code.get(it % edge, it / edge)) Color.BLACK else Color.WHITE }
        return Pictures.jpeg(Bitmap.createBitmap(pixels, edge, edge, Bitmap.Config.ARGB_8888))
    }

    @Test
    fun `the code on a photo is read`() {
        val photo = photo(link)
        assertEquals(link, CodeReader.read { photo.inputStream() })
    }

    @Test
    fun `a photo without a code, and what is no photo, read as nothing`() {
        val photo = Pictures.plain(800, 600)
        assertNull(CodeReader.read { photo.inputStream() })
        assertNull(CodeReader.read { "no photo".byteInputStream() })
    }

    @Test
    fun `where there is a scanner's app, it scans`() {
        installScanner()
        val activity = story.activity().get()
        activity.host.errands.scanCode()
        val asked = shadowOf(activity).nextStartedActivityForResult
        assertEquals("com.google.zxing.client.android.SCAN", asked.intent.action)
        activity.answered(asked.requestCode, Activity.RESULT_OK, Intent().putExtra("SCAN_RESULT", link))
        awaitSetUp(activity.host)
    }

    @Test
    fun `else a photo of the code does, over a death of the app too`() {
        val before = story.activity()
        before.get().host.errands.scanCode()
        val asked = shadowOf(before.get()).nextStartedActivityForResult
        assertEquals(MediaStore.ACTION_IMAGE_CAPTURE, asked.intent.action)
        story.app.contentResolver.openOutputStream(asked.intent.clipData!!.getItemAt(0).uri)!!.use { it.write(photo(link)) }
        val saved = before.putAway()
        story.app.restart()
        val after = story.activity(saved).get()
        after.answered(asked.requestCode, Activity.RESULT_OK, null)
        awaitSetUp(after.host)
        await("that nothing is left behind") { story.app.services.files.pictures.list().orEmpty().isEmpty() }
    }

    @Test
    fun `a photo without a code is said`() {
        val activity = story.activity().get()
        activity.host.errands.scanCode()
        val asked = shadowOf(activity).nextStartedActivityForResult
        story.app.contentResolver.openOutputStream(asked.intent.clipData!!.getItemAt(0).uri)!!.use { it.write(Pictures.plain(400, 300)) }
        activity.answered(asked.requestCode, Activity.RESULT_OK, null)
        await("a notice") { story.app.services.notices.shown.value?.text == "照片上没有找到二维码,请靠近一些再拍" }
        assertNull(activity.host.inbox.code.value)
    }

    private fun installScanner() {
        val scanner = ComponentName("scanner", "scanner.Scan")
        val packages = shadowOf(story.app.packageManager)
        packages.addActivityIfNotPresent(scanner)
        val filter = IntentFilter("com.google.zxing.client.android.SCAN").apply { addCategory(Intent.CATEGORY_DEFAULT) }
        packages.addIntentFilterForActivity(scanner, filter)
    }
}
