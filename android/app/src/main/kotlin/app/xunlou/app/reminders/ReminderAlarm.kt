package app.xunlou.app.reminders

import android.app.AlarmManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.os.SystemClock
import java.time.Duration

/**
 * Wakes the app for the next reminder. Slots have minutes to spare, so the alarm need not be exact, and needs
 * no permission. It counts the time that passes and not the phone's clock, which may be off: the core's moments
 * are corrected by the server's.
 */
class ReminderAlarm(private val context: Context) {
    private val manager = context.getSystemService(AlarmManager::class.java)

    /** Wakes after this time; there is one alarm, and this replaces it. */
    fun set(after: Duration) {
        val at = SystemClock.elapsedRealtime() + after.toMillis().coerceAtLeast(0)
        manager.setAndAllowWhileIdle(AlarmManager.ELAPSED_REALTIME_WAKEUP, at, pending())
    }

    fun cancel() = manager.cancel(pending())

    private fun pending(): PendingIntent {
        val intent = Intent(context, ReminderReceiver::class.java)
        return PendingIntent.getBroadcast(context, 0, intent, PendingIntent.FLAG_IMMUTABLE)
    }
}
