package app.xunlou.app.sync

import app.xunlou.app.testing.AppStory
import app.xunlou.app.testing.await
import app.xunlou.app.testing.job
import app.xunlou.app.testing.jobParameters
import app.xunlou.app.testing.notifications
import app.xunlou.app.testing.waitFor
import app.xunlou.core.CancelToken
import app.xunlou.core.Workspace
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import java.util.concurrent.CountDownLatch
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class SyncJobTest {
    @get:Rule
    val story = AppStory()
    private val job by lazy { Robolectric.buildService(SyncJob::class.java).create().get() }
    private val parameters = jobParameters(SyncSchedule.REGULAR)
    private val news get() = story.app.notifications()

    private fun run() {
        assertTrue(job.onStartJob(parameters))
        await("the end of the job") { shadowOf(job).isJobFinished }
    }

    private val again get() = shadowOf(job).isRescheduleNeeded

    @Test
    fun `a job syncs with the server, in a process that was started for it alone`() {
        story.enrolled()
        val record = story.startRound()
        val item = story.workspace.record(record).groups.first().items.first().id
        story.workspace.answer(record, item, "ok")
        story.app.restart()
        run()
        assertFalse(again)
        assertEquals(0, story.workspace.syncStatus().waiting.changes)
        val colleague = story.otherPhone().workspace
        assertEquals("ok", colleague.record(record).groups.first().items.first().answer)
        assertEquals(emptyList(), news.filter { "巡" !in it })
    }

    @Test
    fun `without a server it is tried again, and nobody is bothered`() {
        story.enrolled()
        story.stage.stop()
        run()
        assertTrue(again)
        assertEquals(emptyList(), news.filter { "巡" !in it })
    }

    @Test
    fun `on a phone that is not enrolled there is nothing to do`() {
        run()
        assertFalse(again)
    }

    @Test
    fun `a job that is stopped in the middle of its sync cancels it, and comes again`() {
        story.enrolled()
        story.startRound()
        val before = story.workspace.syncStatus()
        val (begun, stopped) = CountDownLatch(1) to CountDownLatch(1)
        story.app.onClock = {
            if (Thread.currentThread().stackTrace.any { it.className == Workspace::class.java.name && it.methodName == "sync" }) {
                begun.countDown()
                stopped.await()
            }
        }
        assertTrue(job.onStartJob(parameters))
        await("the sync") { begun.count == 0L }
        assertTrue(job.onStopJob(parameters))
        story.app.onClock = {}
        stopped.countDown()
        // There is one sync at a time: this one waits for the other, and then does nothing.
        val idle = CancelToken().apply { cancel() }
        story.app.services.run { scope.waitFor("the end of the sync") { syncing.sync(idle) } }
        assertEquals(before, story.workspace.syncStatus())
        assertFalse(shadowOf(job).isJobFinished)
        assertFalse(job.onStopJob(parameters))
    }

    @Test
    fun `a phone that was revoked is told so, keeps what was refused, and syncs no more by itself`() {
        story.enrolled()
        val record = story.startRound()
        story.app.services.schedule.regularly()
        story.stage.revoke(story.workspace.me().device)
        run()
        assertFalse(again)
        assertTrue("这台手机已被停用: 未上传的内容都在本机,请联系办公室。" in news, "$news")
        assertEquals(record, story.workspace.refused().single().document)
        assertNull(story.app.job(SyncSchedule.REGULAR))
        run()
        assertFalse(again)
        assertEquals(1, news.count { it.startsWith("这台手机已被停用") })
    }

    @Test
    fun `a clock that is off needs a person, and is taken back when it was put right`() {
        story.enrolled()
        story.app.clock.offBySeconds = 3 * 60 * 60
        run()
        assertTrue(news.any { it.startsWith("手机时间不准") }, "$news")
        story.app.clock.offBySeconds = 0
        run()
        await("that it is taken back") { news.none { it.startsWith("手机时间不准") } }
    }

    @Test
    fun `a conflict that a sync brings needs a person, once`() {
        story.enrolled()
        val record = story.startRound()
        story.workspace.sync()
        val other = story.otherPhone()
        val item = other.workspace.record(record).groups.first().items.first().id
        other.workspace.answer(record, item, "ok")
        other.workspace.sync()
        story.workspace.answer(record, item, "problem")
        run()
        assertTrue("有冲突待选择: 两个人填写的不同,请选择以哪个为准。" in news, "$news")
        assertEquals(1, story.workspace.conflicts().size)
    }
}
