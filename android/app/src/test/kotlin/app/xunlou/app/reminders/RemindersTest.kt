package app.xunlou.app.reminders

import android.app.AlarmManager
import android.app.NotificationManager
import android.content.Intent
import android.os.SystemClock
import app.xunlou.app.host.Entry
import app.xunlou.app.testing.AppStory
import app.xunlou.app.testing.await
import app.xunlou.app.testing.notifications
import app.xunlou.app.testing.waitFor
import app.xunlou.core.Language
import app.xunlou.core.NewDecoration
import app.xunlou.core.WorkerPass
import app.xunlou.presenters.Place
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import java.time.Duration
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class RemindersTest {
    @get:Rule
    val story = AppStory()
    private val services get() = story.app.services
    private val shown get() = story.app.notifications()
    private val alarms get() = shadowOf(story.app.getSystemService(AlarmManager::class.java)).scheduledAlarms

    private fun check() = services.scope.waitFor("the reminders") { services.reminders.check() }

    /** Minutes from now to the alarm. */
    private fun minutesToAlarm(): Long = (alarms.single().triggerAtMs - SystemClock.elapsedRealtime() + 30_000) / 60_000

    @Test
    fun `a slot that falls due is said once, and leads to today`() {
        story.enrolled()
        check()
        assertEquals(listOf("楼宇巡查 · 上午: 现在可以开始,11:00 前完成"), shown)
        val manager = shadowOf(story.app.getSystemService(NotificationManager::class.java))
        val opens = shadowOf(manager.allNotifications.single().contentIntent).savedIntent
        assertEquals(Place.Today, Entry.place(opens))
        assertEquals(Channels.DUTIES.id, manager.allNotifications.single().channelId)
        story.app.getSystemService(NotificationManager::class.java).cancelAll()
        check()
        assertEquals(emptyList(), shown)
    }

    @Test
    fun `a slot that was begun is not reminded of any more`() {
        story.enrolled()
        check()
        assertEquals(1, shown.size)
        story.startRound()
        await("that it is taken back") { shown.isEmpty() }
    }

    @Test
    fun `it is woken for the next moment by one alarm, whatever the phone's clock says`() {
        story.enrolled()
        story.clock("09:00")
        check()
        val next = Plan.read(story.workspace)!!.next!!
        val minutes = Duration.between(story.workspace.now(), next).plusSeconds(30).toMinutes()
        assertEquals(minutes, minutesToAlarm())
        assertEquals(AlarmManager.ELAPSED_REALTIME_WAKEUP, alarms.single().getType())
        story.app.clock.offBySeconds = -3600
        story.workspace.sync()
        check()
        assertEquals(minutes, minutesToAlarm())
    }

    @Test
    fun `the alarm, and a start of the phone, look again`() {
        story.enrolled()
        for (action in listOf(null, Intent.ACTION_BOOT_COMPLETED, Intent.ACTION_TIME_CHANGED)) {
            services.scope.waitFor { check() }
            shadowOf(story.app.getSystemService(AlarmManager::class.java)).scheduledAlarms.clear()
            story.app.restart()
            ReminderReceiver().onReceive(story.app, Intent(action))
            await("the alarm after $action") { alarms.size == 1 }
        }
        val known = story.app.packageManager.queryBroadcastReceivers(Intent(Intent.ACTION_BOOT_COMPLETED), 0)
        assertTrue(known.any { it.activityInfo.name == ReminderReceiver::class.java.name })
    }

    @Test
    fun `a sync sets the alarm`() {
        story.enrolled(synced = false)
        check()
        assertEquals(0, alarms.size)
        services.scope.waitFor("the sync") { services.syncing.sync() }
        assertEquals(1, alarms.size)
    }

    @Test
    fun `a phone that is not enrolled is not woken`() {
        check()
        assertEquals(0, alarms.size)
    }

    @Test
    fun `papers that are about to expire are one reminder, said again for a new one only`() {
        story.enrolled()
        val today = story.workspace.todayDate()
        val household = story.workspace.search("1", 1).first().household
        val pass = WorkerPass("李师傅", today.minusDays(1))
        val site = story.workspace.openDecoration(
            NewDecoration(household, "精工装饰", today.minusDays(20), "施-12", today.plusDays(2), listOf(pass)),
        )
        check()
        val title = "2 份装修证件到期或将到期"
        assertEquals(1, shown.count { it.startsWith(title) && it.endsWith("其中 1 份已过期") }, "$shown")
        story.app.getSystemService(NotificationManager::class.java).cancelAll()
        check()
        assertEquals(0, shown.count { "证件" in it })
        story.workspace.setPass(site, null, WorkerPass("王师傅", today))
        check()
        assertEquals(1, shown.count { it.startsWith("3 份装修证件") }, "$shown")
    }

    @Test
    fun `reminders speak the app's language, also when the phone has another`() {
        story.enrolled()
        services.settings.choose { copy(language = Language.ENGLISH) }
        check()
        assertNotNull(shown.singleOrNull { it.endsWith("You can start now; it closes at 11:00") }, "$shown")
    }
}
