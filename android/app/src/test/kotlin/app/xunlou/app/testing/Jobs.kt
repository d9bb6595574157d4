package app.xunlou.app.testing

import android.app.Notification
import android.app.NotificationManager
import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.content.Context
import android.os.PersistableBundle
import org.robolectric.Shadows.shadowOf

/** What the system hands to a job that it starts. */
fun jobParameters(id: Int) =
    JobParameters(null, null, id, PersistableBundle(), null, null, 0, false, false, false, null, null, null)

/** The job that waits under this id. */
fun Context.job(id: Int): JobInfo? = getSystemService(JobScheduler::class.java).getPendingJob(id)

/** The notifications that are shown, as `title: text`. */
fun Context.notifications(): List<String> =
    shadowOf(getSystemService(NotificationManager::class.java)).allNotifications.map { "${it.title}: ${it.text}" }

val Notification.title: String get() = extras.getCharSequence(Notification.EXTRA_TITLE).toString()
val Notification.text: String get() = extras.getCharSequence(Notification.EXTRA_TEXT).toString()
