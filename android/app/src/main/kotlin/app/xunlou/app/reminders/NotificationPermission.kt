package app.xunlou.app.reminders

import android.Manifest
import android.app.Activity
import android.content.Context
import android.content.pm.PackageManager
import android.os.Build

/** Asks for the permission to notify, once, when there is a first thing to be reminded of. */
class NotificationPermission(private val activity: Activity) {
    private val kept = activity.getSharedPreferences("asked", Context.MODE_PRIVATE)

    /** Whether the system lets us notify. */
    val granted: Boolean
        get() = Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU ||
            activity.checkSelfPermission(Manifest.permission.POST_NOTIFICATIONS) == PackageManager.PERMISSION_GRANTED

    /** Whether it is still to be asked for: a person who said no is left alone. */
    val toBeAsked: Boolean get() = !granted && !kept.getBoolean(NOTIFY, false)

    /** Asks; the system shows its own dialogue. */
    fun ask() {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) return
        kept.edit().putBoolean(NOTIFY, true).apply()
        activity.requestPermissions(arrayOf(Manifest.permission.POST_NOTIFICATIONS), REQUEST)
    }

    companion object {
        const val REQUEST = 90
        private const val NOTIFY = "notify"
    }
}
