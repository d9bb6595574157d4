package app.xunlou.app.sync

import android.app.job.JobParameters
import android.app.job.JobService
import app.xunlou.app.services
import app.xunlou.core.CancelToken
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/** Syncs when the system says so, and stops when it says so. */
class SyncJob : JobService() {
    private class Running(val cancel: CancelToken, val work: Job)

    private val scope: CoroutineScope = MainScope()
    private val running = mutableMapOf<Int, Running>()

    override fun onStartJob(params: JobParameters): Boolean {
        val token = CancelToken()
        val work = scope.launch {
            val outcome = services.syncing.sync(token)
            running.remove(params.jobId)
            jobFinished(params, outcome?.again == true)
        }
        running[params.jobId] = Running(token, work)
        return true
    }

    /** The network went, or the time is up: the sync ends after the request it is at, and goes on another time. */
    override fun onStopJob(params: JobParameters): Boolean {
        val stopped = running.remove(params.jobId) ?: return false
        stopped.cancel.cancel()
        // The system does not wait for it any more, and is not to be told.
        stopped.work.cancel()
        return true
    }

    override fun onDestroy() {
        running.values.forEach { it.cancel.cancel() }
        scope.cancel()
        super.onDestroy()
    }
}
