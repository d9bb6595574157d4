package app.xunlou.app.share

import android.app.Activity
import android.content.Intent
import android.net.Uri
import app.xunlou.app.testing.AppStory
import app.xunlou.app.testing.answered
import app.xunlou.app.testing.await
import app.xunlou.app.testing.putAway
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowActivity.IntentForResult
import java.io.ByteArrayOutputStream
import kotlin.test.assertEquals

@RunWith(RobolectricTestRunner::class)
class ShareTest {
    @get:Rule
    val story = AppStory()
    private val place = Uri.parse("content://documents/1")
    private val written = ByteArrayOutputStream()
    private val kept get() = story.app.services.files.exports.list().orEmpty().toList()

    @Test
    fun `a text is offered to whatever app a person chooses`() {
        val activity = story.activity().get()
        activity.host.errands.share("今天巡楼两遍")
        val chooser = shadowOf(activity).nextStartedActivity
        assertEquals(Intent.ACTION_CHOOSER, chooser.action)
        val send = chooser.getParcelableExtra(Intent.EXTRA_INTENT, Intent::class.java)!!
        assertEquals(Intent.ACTION_SEND to "今天巡楼两遍", send.action to send.getStringExtra(Intent.EXTRA_TEXT))
    }

    @Test
    fun `a number is dialled by the person, not by us`() {
        val activity = story.activity().get()
        activity.host.errands.dial("138 0000 0000")
        val dial = shadowOf(activity).nextStartedActivity
        assertEquals(Intent.ACTION_DIAL to "138 0000 0000", dial.action to dial.data?.schemeSpecificPart)
    }

    @Test
    fun `a file is saved where a person chooses, although the app was killed meanwhile`() {
        val before = story.activity()
        before.get().host.errands.share("refused.json", "application/json", "[]".toByteArray())
        val asked = asked(before.get())
        assertEquals(Intent.ACTION_CREATE_DOCUMENT, asked.intent.action)
        assertEquals("refused.json" to "application/json", asked.intent.getStringExtra(Intent.EXTRA_TITLE) to asked.intent.type)
        val saved = before.putAway()
        story.app.restart()
        val after = story.activity(saved).get()
        shadowOf(story.app.contentResolver).registerOutputStream(place, written)
        after.answered(asked.requestCode, Activity.RESULT_OK, Intent().setData(place))
        await("a notice") { story.app.services.notices.shown.value?.text == "已保存" }
        assertEquals("[]", written.toString())
        assertEquals(emptyList(), kept)
    }

    @Test
    fun `a file for which no place was chosen is not kept`() {
        val activity = story.activity().get()
        activity.host.errands.share("../refused.json", "application/json", "[]".toByteArray())
        val asked = asked(activity)
        assertEquals(listOf("refused.json"), kept)
        activity.answered(asked.requestCode, Activity.RESULT_CANCELED, null)
        await("that nothing is kept") { kept.isEmpty() }
    }

    private fun asked(activity: Activity): IntentForResult {
        var asked: IntentForResult? = null
        await("the question where to") { shadowOf(activity).nextStartedActivityForResult?.also { asked = it } != null }
        return checkNotNull(asked)
    }
}
