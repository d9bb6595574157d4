package app.xunlou.contract

import app.xunlou.core.ChangeListener
import app.xunlou.core.Changes
import app.xunlou.core.Language
import app.xunlou.core.SyncListener
import app.xunlou.core.SyncProgress
import app.xunlou.core.Workspace
import app.xunlou.core.WorkspaceConfig
import app.xunlou.core.XunlouException
import app.xunlou.core.say
import app.xunlou.core.slotStateLabel
import app.xunlou.core.workspaceExists
import java.time.ZoneId
import java.time.format.DateTimeFormatter

// bindings/README.md shows what stands between these marks.
// begin: first screen
/**
 * Opens the workspace, or enrols this device with the link of a code that was scanned. [keep] puts the
 * generation where the key and the installation id are; the next opening is told it.
 */
fun openOrEnrol(
    config: WorkspaceConfig,
    key: ByteArray,
    keep: (Long) -> Unit,
    scan: () -> String,
): Workspace =
    try {
        if (workspaceExists(config.database)) {
            Workspace.open(config, key)
        } else {
            Workspace.enrol(config, key, link = scan(), deviceLabel = "林的手机")
        }.also { keep(it.opening().generation) }
    } finally {
        key.fill(0)
    }

/** What is due today, shown anew whenever something changes. Not for the main thread. */
class FirstScreen(private val workspace: Workspace, private val show: (List<String>) -> Unit) :
    ChangeListener, SyncListener, AutoCloseable {
    private val subscription = workspace.subscribe(this)

    /** The first sync brings rules, files and records; without a network, work goes on. */
    fun sync() {
        try {
            workspace.sync(listener = this, cancel = null)
        } catch (offline: XunlouException.Offline) {
            show(listOf(say(Language.CHINESE, "error-offline", emptyList())))
        }
    }

    override fun progressed(progress: SyncProgress) = show(listOf("${progress.phase} ${progress.done}"))

    override fun changed(changes: Changes) {
        val zone = ZoneId.of(workspace.rules().timeZone)
        val clock = DateTimeFormatter.ofPattern("HH:mm").withZone(zone)
        show(
            workspace.today().map { duty ->
                val state = slotStateLabel(duty.state).zh
                "${clock.format(duty.times.opens)} ${duty.label.zh} · ${duty.slotLabel.zh}: $state"
            },
        )
    }

    override fun close() {
        subscription.cancel()
        subscription.destroy()
    }
}
// end: first screen
