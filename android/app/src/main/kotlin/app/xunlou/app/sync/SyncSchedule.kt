package app.xunlou.app.sync

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import android.net.NetworkCapabilities
import app.xunlou.app.settings.Settings
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds

/** When the system is to let us sync by itself: regularly, and soon after work was entered. */
class SyncSchedule(private val context: Context, private val settings: Settings) {
    private val scheduler = context.getSystemService(JobScheduler::class.java)

    /** For as long as the phone is enrolled, over restarts too: brings what colleagues did. */
    fun regularly() = keep(REGULAR) { setPeriodic(EVERY.inWholeMilliseconds) }

    /** There is unsent work: when there is a network that will do. */
    fun soon() = keep(SOON) { setMinimumLatency(GATHERING.inWholeMilliseconds) }

    /** No more syncing by itself: the office has revoked the phone, or it is to be enrolled anew. */
    fun stop() = listOf(REGULAR, SOON).forEach(scheduler::cancel)

    /** Leaves a job alone that waits under the same terms, for a new one would wait from the beginning. */
    private fun keep(id: Int, terms: JobInfo.Builder.() -> Unit) {
        val waiting = scheduler.getPendingJob(id)
        if (waiting != null && waiting.wantsUnmetered == settings.wifiOnly) return
        val network = if (settings.wifiOnly) JobInfo.NETWORK_TYPE_UNMETERED else JobInfo.NETWORK_TYPE_ANY
        val job = job(id)
            .setRequiredNetworkType(network)
            .setBackoffCriteria(BACK_OFF.inWholeMilliseconds, JobInfo.BACKOFF_POLICY_EXPONENTIAL)
            .setPersisted(true)
        scheduler.schedule(job.apply(terms).build())
    }

    private fun job(id: Int) = JobInfo.Builder(id, ComponentName(context, SyncJob::class.java))

    private val JobInfo.wantsUnmetered: Boolean
        get() = requiredNetwork?.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED) == true

    companion object {
        const val REGULAR = 1
        const val SOON = 2
        private val EVERY = 1.hours

        /** Several taps of a round go together. */
        private val GATHERING = 30.seconds
        private val BACK_OFF = 60.seconds
    }
}
