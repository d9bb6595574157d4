package app.xunlou.presenters.settings

import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.version
import java.time.temporal.ChronoUnit

/**
 * What is handed to whoever looks for a fault. Ids, numbers and codes alone: a test keeps names, units and texts
 * out of it.
 */
internal fun WorkspaceInterface.diagnostics(): String {
    val me = me()
    val status = syncStatus()
    val rules = rules()
    val opening = opening()
    return listOf(
        "version ${version()}",
        "system ${system()}",
        "estate ${me.estate}",
        "person ${me.person}",
        "device ${me.device}",
        "rules ${rules.id} ${rules.version}",
        "generation ${opening.generation} restored ${opening.restored}",
        "last-success ${status.lastSuccess?.truncatedTo(ChronoUnit.SECONDS) ?: "never"}",
        "waiting changes ${status.waiting.changes} photos ${status.waiting.photos}",
        "refused ${refused().joinToString(" ") { it.code }}",
        "clock-off ${status.clockOffSeconds}",
        "need-update ${status.needUpdate}",
        "conflicts ${conflicts().size}",
    ).joinToString("\n")
}

/** Android tells its version and the phone's model to web servers, by this property; no other system has it. */
private fun system(): String =
    System.getProperty("http.agent") ?: "${System.getProperty("os.name")} ${System.getProperty("os.version")}"
