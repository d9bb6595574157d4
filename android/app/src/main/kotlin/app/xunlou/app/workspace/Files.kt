package app.xunlou.app.workspace

import android.content.Context
import java.io.File
import java.io.IOException

/** Where the app's own files lie: all in the directory that no backup and no move to a new phone takes along. */
class Files(context: Context) {
    private val home = context.noBackupFilesDir

    /** The key's and the installation's files. */
    val vault = File(home, "vault")

    /** The database, with what SQLite lays beside it. */
    val workspace = File(home, "workspace")

    val database = File(workspace, "xunlou.sqlite3")

    /** Pictures on their way: a camera's, until they are attached. The system may empty it. */
    val pictures = File(context.cacheDir, "pictures")

    /** What waits for a person to choose where to save it. */
    val exports = File(context.cacheDir, "exports")

    /**
     * Puts a database that cannot be opened out of the way, with its key, so that the phone can be enrolled
     * again. Nothing is deleted: somebody may yet find what opens it.
     */
    fun setAside() {
        val aside = File(home, "set-aside")
        val number = generateSequence(1) { it + 1 }.first { !File(aside, "$it").exists() }
        val place = File(aside, "$number").apply { mkdirs() }
        move(workspace, File(place, workspace.name))
        move(File(vault, "key"), File(place, "key"))
    }

    /** Removes what was left behind on its way, but not what somebody may still be at. */
    fun tidy(now: Long = System.currentTimeMillis()) {
        val left = listOf(pictures, exports).flatMap { it.listFiles().orEmpty().toList() }
        left.filter { now - it.lastModified() > A_DAY_MS }.forEach { it.delete() }
    }

    private fun move(from: File, to: File) {
        if (from.exists() && !from.renameTo(to)) throw IOException("cannot move ${from.name}")
    }

    private companion object {
        const val A_DAY_MS = 24L * 60 * 60 * 1000
    }
}
