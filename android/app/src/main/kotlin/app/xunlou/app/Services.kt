package app.xunlou.app

import android.app.Application
import android.content.Context
import app.xunlou.app.host.Notices
import app.xunlou.app.keys.Vault
import app.xunlou.app.photos.Camera
import app.xunlou.app.photos.PhotoLanding
import app.xunlou.app.reminders.Channels
import app.xunlou.app.reminders.Notifier
import app.xunlou.app.reminders.ReminderAlarm
import app.xunlou.app.reminders.Reminders
import app.xunlou.app.settings.Settings
import app.xunlou.app.settings.localized
import app.xunlou.app.share.Exports
import app.xunlou.app.sync.Connectivity
import app.xunlou.app.sync.FrontSync
import app.xunlou.app.sync.SyncNews
import app.xunlou.app.sync.SyncNotices
import app.xunlou.app.sync.SyncSchedule
import app.xunlou.app.sync.Syncing
import app.xunlou.app.workspace.Files
import app.xunlou.app.workspace.Space
import app.xunlou.app.workspace.Uses
import app.xunlou.app.workspace.Watch
import app.xunlou.app.workspace.WorkspaceHolder
import app.xunlou.app.workspace.WorkspaceState
import app.xunlou.core.DeviceClock
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.sync.SyncOutcome
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.drop
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** What there is one of in this process, put together in one place. [clock] is for tests. */
class Services(private val application: Application, clock: DeviceClock? = null, usableBytes: (() -> Long)? = null) {
    /** As long as the process: what an activity's end must not interrupt. */
    val scope: CoroutineScope = MainScope()

    val files = Files(application)
    val settings = Settings(application)
    val vault = Vault(files.vault)
    val holder = WorkspaceHolder(files, vault, clock)
    val uses = Uses(holder, scope)
    val space = Space(usableBytes ?: { application.noBackupFilesDir.usableSpace })
    val notices = Notices()

    val notifier = Notifier(application)
    val reminders = Reminders(application, settings, uses, notifier, ReminderAlarm(application))

    val schedule = SyncSchedule(application, settings)
    val syncing = Syncing(uses, after = ::synced)
    val connectivity = Connectivity(application)
    val frontSync = FrontSync(connectivity, settings, holder, syncing, scope)
    /** As of the last sync: another would only be refused, at the cost of the battery. */
    private var revoked = false
    private val syncNotices = SyncNotices(application, settings, notifier)

    val camera = Camera(application, files)
    val landing = PhotoLanding(uses, camera)
    val exports = Exports(files, application.contentResolver)

    /** Begins what goes on by itself for as long as the process lives. */
    fun start() {
        scope.launch { settings.chosen.map { it.language }.distinctUntilChanged().collect { Channels.make(settings.localized(application)) } }
        scope.launch { settings.chosen.map { it.wifiOnly }.distinctUntilChanged().drop(1).collect { rescheduled() } }
        scope.launch(Dispatchers.IO) { files.tidy() }
        val watch = Watch(holder) { _, unsent ->
            if (!revoked) schedule.regularly()
            if (!revoked && unsent) schedule.soon()
            reminders.check()
        }
        scope.launch { watch.run() }
    }

    /** Jobs that wait do so for the network that is wanted now. */
    private fun rescheduled() {
        if (revoked || holder.state.value !is WorkspaceState.Open) return
        schedule.regularly()
        schedule.soon()
    }

    private suspend fun synced(workspace: WorkspaceInterface, result: SyncOutcome, conflictsBefore: Int) {
        val conflicts = withContext(Dispatchers.IO) {
            try {
                workspace.conflicts().size
            } catch (_: XunlouException) {
                conflictsBefore
            }
        }
        val news = SyncNews.of(result, newConflicts = conflicts - conflictsBefore)
        syncNotices.tell(result, news)
        // A failure for now, such as no network, leaves standing what is still so.
        if (SyncNews.REVOKED in news) revoked = true else if (result is SyncOutcome.Done) revoked = false
        if (revoked) schedule.stop()
        reminders.check()
    }
}

/** The services of the process that this context belongs to. */
val Context.services: Services get() = (applicationContext as XunlouApplication).services
