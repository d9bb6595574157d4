package app.xunlou.app.reminders

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import app.xunlou.app.services
import kotlinx.coroutines.launch

/**
 * Looks at the reminders when the alarm rings, and sets it again when the system has forgotten it (after a
 * start of the phone and an update of the app) or the day is another one (the clock was put right).
 */
class ReminderReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        // Nobody else can send anything here but the system; what it sent makes no difference.
        val pending: PendingResult? = goAsync()
        val services = context.services
        services.scope.launch {
            try {
                services.reminders.check()
            } finally {
                pending?.finish()
            }
        }
    }
}
