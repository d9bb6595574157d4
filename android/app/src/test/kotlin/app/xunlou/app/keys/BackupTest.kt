package app.xunlou.app.keys

import app.xunlou.app.settings.Settings
import app.xunlou.app.workspace.Files
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.w3c.dom.Element
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory
import kotlin.test.assertEquals
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class BackupTest {
    private val context = RuntimeEnvironment.getApplication()

    @Test
    fun `database, key and installation lie where no backup looks`() {
        val files = Files(context)
        for (file in listOf(files.vault, files.workspace, files.database)) {
            assertTrue(file.startsWith(context.noBackupFilesDir), file.path)
        }
    }

    @Test
    fun `only the settings go into a backup or to a new phone`() {
        val settings = "include sharedpref ${Settings.FILE}.xml"
        assertEquals(listOf(settings), rules("data_extraction_rules.xml", "cloud-backup"))
        assertEquals(listOf(settings), rules("data_extraction_rules.xml", "device-transfer"))
        assertEquals(listOf(settings), rules("backup_rules.xml", "full-backup-content"))
    }

    @Test
    fun `the manifest names both sets of rules`() {
        val application = elements(File(APP, "src/main/AndroidManifest.xml"), "application").single()
        assertEquals("@xml/data_extraction_rules", application.getAttribute("android:dataExtractionRules"))
        assertEquals("@xml/backup_rules", application.getAttribute("android:fullBackupContent"))
    }

    @Test
    fun `nothing speaks in the clear, but a debug build on this machine`() {
        val release = elements(File(APP, "src/main/res/xml/network_security.xml"), "*")
        assertTrue(release.none { it.getAttribute("cleartextTrafficPermitted") == "true" })
        val debug = File(APP, "src/debug/res/xml/network_security.xml")
        assertEquals("false", elements(debug, "base-config").single().getAttribute("cleartextTrafficPermitted"))
        assertEquals(listOf("localhost", "127.0.0.1", "10.0.2.2"), elements(debug, "domain").map { it.textContent })
    }

    /** The rules of a section, as lines. With one `include`, the system takes nothing else. */
    private fun rules(file: String, section: String): List<String> {
        val within = elements(File(APP, "src/main/res/xml/$file"), section).single().getElementsByTagName("*")
        return (0..<within.length).map { within.item(it) as Element }
            .map { "${it.tagName} ${it.getAttribute("domain")} ${it.getAttribute("path")}" }
    }

    private fun elements(file: File, name: String): List<Element> {
        val found = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).getElementsByTagName(name)
        return (0..<found.length).map { found.item(it) as Element }
    }

    private companion object {
        val APP = File(System.getProperty("xunlou.app"))
    }
}
