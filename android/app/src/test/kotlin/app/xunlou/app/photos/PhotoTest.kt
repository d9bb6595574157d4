package app.xunlou.app.photos

import android.app.Activity
import android.content.Intent
import android.graphics.BitmapFactory
import android.provider.MediaStore
import app.xunlou.app.MainActivity
import app.xunlou.app.testing.AppStory
import app.xunlou.app.testing.Pictures
import app.xunlou.app.testing.answered
import app.xunlou.app.testing.await
import app.xunlou.app.testing.putAway
import app.xunlou.core.CaseKind
import app.xunlou.core.ItemView
import app.xunlou.core.NewCase
import app.xunlou.core.PhotoHash
import app.xunlou.core.RecordAbout
import app.xunlou.core.Severity
import app.xunlou.presenters.Notice
import app.xunlou.presenters.PhotoPurpose
import app.xunlou.presenters.Showing
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.shadows.ShadowActivity.IntentForResult
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class PhotoTest {
    @get:Rule
    val story = AppStory()
    private val taken get() = story.app.services.files.pictures.list().orEmpty().toList()

    private fun item(record: String): ItemView = story.workspace.record(record).groups.first().items.first()

    private fun photos(record: String): List<PhotoHash> = item(record).photos.map { it.hash }

    private fun asked(activity: ActivityController<MainActivity>): IntentForResult =
        assertNotNull(shadowOf(activity.get()).nextStartedActivityForResult)

    /** The camera's app, which writes where it was told to. */
    private fun shoot(asked: IntentForResult, picture: ByteArray) {
        assertEquals(MediaStore.ACTION_IMAGE_CAPTURE, asked.intent.action)
        val granted = asked.intent.clipData!!.getItemAt(0).uri
        story.app.contentResolver.openOutputStream(granted)!!.use { it.write(picture) }
    }

    private fun answer(activity: ActivityController<MainActivity>, asked: IntentForResult, code: Int, data: Intent? = null) =
        activity.get().answered(asked.requestCode, code, data)

    @Test
    fun `the camera's picture lands on its item, small and without what the camera noted`() {
        story.enrolled()
        val record = story.startRound()
        val activity = story.working()
        activity.get().host.errands.takePhoto(PhotoPurpose(record, item(record).id))
        val asked = asked(activity)
        shoot(asked, Pictures.withPlace(4000, 3000))
        answer(activity, asked, Activity.RESULT_OK)
        await("the photo") { photos(record).isNotEmpty() }
        val photo = assertNotNull(story.workspace.photo(photos(record).single()))
        assertTrue(photo.bytes.size <= story.workspace.rules().device.maxPhotoBytes)
        assertTrue(Pictures.exif(photo.bytes).isEmpty())
        val picture = BitmapFactory.decodeByteArray(photo.bytes, 0, photo.bytes.size)
        assertEquals(2048 to 1536, picture.width to picture.height)
        await("that nothing is left behind") { taken.isEmpty() }
    }

    @Test
    fun `the picture lands on its item although the app was killed while the camera was open`() {
        story.enrolled()
        val record = story.startRound()
        val before = story.working()
        before.get().host.errands.takePhoto(PhotoPurpose(record, item(record).id))
        val asked = asked(before)
        shoot(asked, Pictures.plain(800, 600))
        val saved = before.putAway()

        story.app.restart()

        val after = story.activity(saved)
        answer(after, asked, Activity.RESULT_OK)
        await("work") { after.get().host.showing.value is Showing.Work }
        await("the photo") { photos(record).size == 1 }
    }

    @Test
    fun `the picture lands although the activity ends at once`() {
        story.enrolled()
        val record = story.startRound()
        val activity = story.working()
        activity.get().host.errands.takePhoto(PhotoPurpose(record, item(record).id))
        val asked = asked(activity)
        shoot(asked, Pictures.plain(800, 600))
        answer(activity, asked, Activity.RESULT_OK)
        activity.putAway()
        await("the photo") { photos(record).size == 1 }
    }

    @Test
    fun `a second tap before the camera is there opens no second one`() {
        story.enrolled()
        val record = story.startRound()
        val activity = story.working()
        repeat(2) { activity.get().host.errands.takePhoto(PhotoPurpose(record, item(record).id)) }
        val asked = asked(activity)
        val more = generateSequence { shadowOf(activity.get()).nextStartedActivityForResult }
        assertEquals(0, more.count { it.intent.action == asked.intent.action })
        shoot(asked, Pictures.plain(800, 600))
        answer(activity, asked, Activity.RESULT_OK)
        await("the photo") { photos(record).size == 1 }
    }

    @Test
    fun `a camera that was closed leaves nothing`() {
        story.enrolled()
        val record = story.startRound()
        val activity = story.working()
        activity.get().host.errands.takePhoto(PhotoPurpose(record, item(record).id))
        val asked = asked(activity)
        shoot(asked, ByteArray(0))
        answer(activity, asked, Activity.RESULT_CANCELED)
        await("that nothing is left behind") { taken.isEmpty() }
        assertEquals(emptyList(), photos(record))
    }

    @Test
    fun `a picture of the gallery lands on its case`() {
        story.enrolled()
        val household = story.workspace.search("1", 1).first().household
        val case = story.workspace.reportCase(
            NewCase(CaseKind.REPAIR, "漏水", "", null, Severity.NORMAL, null, RecordAbout.Document(household), null),
        )
        val activity = story.working()
        activity.get().host.errands.pickPhoto(PhotoPurpose(case))
        val asked = asked(activity)
        assertEquals(MediaStore.ACTION_PICK_IMAGES, asked.intent.action)
        val chosen = Pictures.inGallery(story.app, Pictures.plain(640, 480))
        answer(activity, asked, Activity.RESULT_OK, Intent().setData(chosen))
        await("the photo") { story.workspace.caseView(case).photos.size == 1 }
    }

    @Test
    fun `what is no picture is said, and lands nowhere`() {
        story.enrolled()
        val record = story.startRound()
        val activity = story.working()
        activity.get().host.errands.pickPhoto(PhotoPurpose(record, item(record).id))
        val asked = asked(activity)
        val chosen = Pictures.inGallery(story.app, "no picture".toByteArray())
        answer(activity, asked, Activity.RESULT_OK, Intent().setData(chosen))
        await("a notice") { story.app.services.notices.shown.value?.text == "这不是手机能读的图片" }
        assertEquals(emptyList(), photos(record))
    }

    @Test
    fun `one photo too many is refused in words`() {
        story.enrolled()
        val record = story.startRound()
        val item = item(record).id
        repeat(story.workspace.rules().device.maxPhotosPerItem.toInt()) {
            story.workspace.attachPhoto(record, item, "image/jpeg", story.stage.photo(it))
        }
        val activity = story.working()
        activity.get().host.errands.takePhoto(PhotoPurpose(record, item))
        val asked = asked(activity)
        shoot(asked, Pictures.plain(300, 200))
        answer(activity, asked, Activity.RESULT_OK)
        await("a notice") { story.app.services.notices.shown.value?.tone == Notice.Tone.PROBLEM }
    }
}
