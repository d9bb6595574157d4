package app.xunlou.app.reminders

import android.Manifest
import app.xunlou.app.testing.AppStory
import app.xunlou.app.testing.await
import app.xunlou.app.testing.putAway
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import kotlin.test.assertEquals
import kotlin.test.assertNull

@RunWith(RobolectricTestRunner::class)
class PermissionTest {
    @get:Rule
    val story = AppStory()

    @Test
    fun `the permission to notify is asked for once, with the reason, when there is something to be reminded of`() {
        val setUp = story.activity()
        await("the set-up") { setUp.get().host.showing.value is app.xunlou.presenters.Showing.SetUp }
        assertNull(shadowOf(setUp.get()).lastRequestedPermission)
        setUp.putAway()

        story.enrolled()
        val first = story.working()
        await("the question") { shadowOf(first.get()).lastRequestedPermission != null }
        val asked = shadowOf(first.get()).lastRequestedPermission
        assertEquals(listOf(Manifest.permission.POST_NOTIFICATIONS), asked.requestedPermissions.toList())
        assertEquals("到点提醒巡楼、提醒证件到期,需要允许通知。", story.app.services.notices.shown.value?.text)
        first.putAway()

        val second = story.working()
        assertNull(shadowOf(second.get()).lastRequestedPermission)
    }

    @Test
    fun `who has given it is not asked`() {
        shadowOf(story.app).grantPermissions(Manifest.permission.POST_NOTIFICATIONS)
        story.enrolled()
        assertNull(shadowOf(story.working().get()).lastRequestedPermission)
    }
}
