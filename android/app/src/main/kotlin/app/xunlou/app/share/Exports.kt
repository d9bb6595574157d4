package app.xunlou.app.share

import android.content.ContentResolver
import android.content.Intent
import android.net.Uri
import app.xunlou.app.workspace.Files
import java.io.File
import java.io.FileNotFoundException

/**
 * Saves a file where a person chooses: first to our cache, where it outlives the choosing even if the app is
 * killed, then there.
 */
class Exports(private val files: Files, private val resolver: ContentResolver) {
    /** Keeps it until a place is chosen; returns the name to ask for it by. Blocks. */
    fun keep(name: String, bytes: ByteArray): String {
        files.exports.mkdirs()
        val safe = File(name).name
        File(files.exports, safe).writeBytes(bytes)
        return safe
    }

    /** Asks where to save it. */
    fun ask(name: String, mediaType: String): Intent = Intent(Intent.ACTION_CREATE_DOCUMENT)
        .addCategory(Intent.CATEGORY_OPENABLE)
        .setType(mediaType)
        .putExtra(Intent.EXTRA_TITLE, name)

    /** Saves it there. Blocks. */
    fun save(name: String, place: Uri) {
        // What was there is replaced whole.
        val out = resolver.openOutputStream(place, "wt") ?: throw FileNotFoundException("the place cannot be written")
        out.use { File(files.exports, name).inputStream().use { kept -> kept.copyTo(it) } }
        forget(name)
    }

    /** No place was chosen. */
    fun forget(name: String) {
        File(files.exports, name).delete()
    }
}
