package app.xunlou.app.workspace

import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import java.io.File
import kotlin.test.assertEquals

@RunWith(RobolectricTestRunner::class)
class FilesTest {
    private val files = Files(RuntimeEnvironment.getApplication())

    @Test
    fun `what never came back from another app is removed a day later`() {
        for (directory in listOf(files.pictures, files.exports)) {
            directory.mkdirs()
            val (old, new) = listOf(File(directory, "old"), File(directory, "new")).onEach { it.writeText("x") }
            old.setLastModified(System.currentTimeMillis() - 25 * 60 * 60 * 1000)
            files.tidy()
            assertEquals(listOf(false, true), listOf(old.exists(), new.exists()), directory.name)
        }
    }

    @Test
    fun `what is set aside twice lies side by side`() {
        for (number in 1..2) {
            files.workspace.mkdirs()
            files.database.writeText("$number")
            files.setAside()
        }
        val aside = File(RuntimeEnvironment.getApplication().noBackupFilesDir, "set-aside")
        assertEquals(listOf("1", "2"), listOf("1", "2").map { File(aside, "$it/workspace/xunlou.sqlite3").readText() })
    }
}
