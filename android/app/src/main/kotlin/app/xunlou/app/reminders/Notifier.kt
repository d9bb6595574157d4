package app.xunlou.app.reminders

import android.app.Notification
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import app.xunlou.app.R
import app.xunlou.app.host.Entry
import app.xunlou.presenters.Place

/**
 * Puts up notifications and takes them down. Each leads to the place where one acts on it. On a locked screen
 * they show no content.
 */
class Notifier(private val context: Context) {
    private val manager = context.getSystemService(NotificationManager::class.java)

    /** Puts one up. The same [tag] again changes it without a sound. */
    fun show(tag: String, channel: Channels, title: String, text: String, place: Place) {
        val notification = Notification.Builder(context, channel.id)
            .setSmallIcon(R.drawable.ic_notification)
            .setColor(context.getColor(R.color.brand))
            .setContentTitle(title)
            .setContentText(text)
            .setStyle(Notification.BigTextStyle().bigText(text))
            .setContentIntent(opening(place))
            .setVisibility(Notification.VISIBILITY_PRIVATE)
            .setOnlyAlertOnce(true)
            .setAutoCancel(true)
            .build()
        // Without the permission the system drops it.
        manager.notify(tag, ID, notification)
    }

    fun remove(tag: String) = manager.cancel(tag, ID)

    /** The tags of this channel that are shown now. */
    fun shown(channel: Channels): List<String> =
        manager.activeNotifications.filter { it.notification.channelId == channel.id }.mapNotNull { it.tag }

    private fun opening(place: Place): PendingIntent {
        val intent = Entry.to(context, place).setFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
        // The system tells pending intents apart by this number, not by the place in them.
        val number = Place.write(place).hashCode()
        return PendingIntent.getActivity(context, number, intent, PendingIntent.FLAG_IMMUTABLE)
    }

    private companion object {
        const val ID = 1
    }
}
