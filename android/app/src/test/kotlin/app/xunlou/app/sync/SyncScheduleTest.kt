package app.xunlou.app.sync

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.net.NetworkCapabilities
import app.xunlou.app.testing.AppStory
import app.xunlou.app.testing.await
import app.xunlou.app.testing.job
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertSame
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class SyncScheduleTest {
    @get:Rule
    val story = AppStory()
    private val schedule get() = story.app.services.schedule

    private fun waiting(id: Int): JobInfo = assertNotNull(story.app.job(id))

    private val JobInfo.unmetered
        get() = requiredNetwork!!.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED)

    @Test
    fun `the regular sync outlives a restart of the phone, backs off, and waits for an unmetered network`() {
        schedule.regularly()
        val job = waiting(SyncSchedule.REGULAR)
        assertTrue(job.isPersisted && job.isPeriodic && job.unmetered)
        assertEquals(JobInfo.BACKOFF_POLICY_EXPONENTIAL, job.backoffPolicy)
    }

    @Test
    fun `with the setting, any network will do`() {
        schedule.regularly()
        story.app.services.settings.choose { copy(wifiOnly = false) }
        schedule.regularly()
        schedule.soon()
        assertFalse(waiting(SyncSchedule.REGULAR).unmetered)
        assertFalse(waiting(SyncSchedule.SOON).unmetered)
    }

    @Test
    fun `a job that waits under the same terms is left alone`() {
        schedule.soon()
        val job = waiting(SyncSchedule.SOON)
        schedule.soon()
        assertSame(job, waiting(SyncSchedule.SOON))
    }

    @Test
    fun `another setting holds for what waits already`() {
        story.enrolled()
        schedule.regularly()
        story.app.services.settings.choose { copy(wifiOnly = false) }
        await("the other terms") { story.app.job(SyncSchedule.REGULAR)?.unmetered == false }
    }

    @Test
    fun `when it is over, nothing waits any more`() {
        schedule.regularly()
        schedule.soon()
        schedule.stop()
        assertEquals(emptyList(), story.app.getSystemService(JobScheduler::class.java).allPendingJobs)
    }
}
