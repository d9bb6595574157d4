package app.xunlou.app.keys

import android.util.AtomicFile
import java.io.File
import java.io.FileNotFoundException
import java.io.IOException

/**
 * A small file that is either the old or the new one after a crash, never half of each. All of them lie in
 * the directory that the system leaves out of every backup.
 */
class Kept(file: File) {
    private val file = AtomicFile(file)

    /** What was kept; none before the first time. */
    fun read(): ByteArray? = try {
        file.readFully()
    } catch (_: FileNotFoundException) {
        null
    }

    /** Keeps this instead; it is on the disk when this returns. */
    fun write(bytes: ByteArray) {
        val out = file.startWrite()
        try {
            out.write(bytes)
        } catch (problem: IOException) {
            file.failWrite(out)
            throw problem
        }
        file.finishWrite(out)
    }
}
