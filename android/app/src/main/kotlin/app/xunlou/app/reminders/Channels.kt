package app.xunlou.app.reminders

import android.app.NotificationChannel
import android.app.NotificationManager
import android.content.Context
import app.xunlou.app.R

/** The kinds of notification, which a person may turn off one by one in the system's settings. */
enum class Channels(val id: String, private val title: Int, private val importance: Int) {
    /** A slot falls due: heard in a pocket. */
    DUTIES("duties", R.string.channel_duties, NotificationManager.IMPORTANCE_HIGH),

    /** Papers of decoration sites. */
    PAPERS("papers", R.string.channel_papers, NotificationManager.IMPORTANCE_DEFAULT),

    /** What of a sync needs a person. */
    SYNC("sync", R.string.channel_sync, NotificationManager.IMPORTANCE_DEFAULT),
    ;

    companion object {
        /** Makes them, or gives them their names in another language. */
        fun make(localized: Context) {
            val manager = localized.getSystemService(NotificationManager::class.java)
            manager.createNotificationChannels(
                entries.map { NotificationChannel(it.id, localized.getString(it.title), it.importance) },
            )
        }
    }
}
