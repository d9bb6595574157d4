package app.xunlou.app.settings

import android.content.pm.PackageManager
import android.graphics.drawable.AdaptiveIconDrawable
import app.xunlou.app.R
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.w3c.dom.Element
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class ResourcesTest {
    private val context = RuntimeEnvironment.getApplication()
    private val app = File(System.getProperty("xunlou.app"))

    /** Each text with the gaps that it has. */
    private fun texts(directory: String): Map<String, List<String>> {
        val file = File(app, "src/main/res/$directory/strings.xml")
        val nodes = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).documentElement.childNodes
        return (0..<nodes.length).map(nodes::item).filterIsInstance<Element>().associate { element ->
            val gaps = Regex("%\\d\\$[sd]").findAll(element.textContent).map { it.value }
            element.getAttribute("name") to gaps.toSortedSet().toList()
        }
    }

    @Test
    fun `every text is there in both languages, with the same gaps`() {
        assertEquals(texts("values"), texts("values-en"))
    }

    @Test
    fun `every text is used`() {
        val sources = File(app, "src").walk().filter { it.extension == "kt" || it.name == "AndroidManifest.xml" }
            .filter { "test" !in it.path }.joinToString { it.readText() }
        val unused = texts("values").keys.filter { "R.string.$it" !in sources && "R.plurals.$it" !in sources && "@string/$it" !in sources }
        assertEquals(emptyList(), unused)
    }

    @Test
    fun `the icon takes any shape and any colour`() {
        val icon = assertIs<AdaptiveIconDrawable>(context.getDrawable(R.mipmap.ic_launcher))
        assertNotNull(icon.foreground)
        assertNotNull(icon.monochrome)
        assertNotNull(context.getDrawable(R.drawable.ic_notification))
    }

    @Test
    fun `every part that the manifest names is there`() {
        val info = context.packageManager.getPackageInfo(
            context.packageName,
            PackageManager.GET_ACTIVITIES or PackageManager.GET_SERVICES or PackageManager.GET_RECEIVERS or PackageManager.GET_PROVIDERS,
        )
        val parts = listOf(info.activities, info.services, info.receivers, info.providers).flatMap { it!!.toList() }
        assertEquals(4, parts.size)
        // Loading it is the test.
        parts.forEach { Class.forName(it.name) }
        Class.forName(info.applicationInfo!!.className)
        assertEquals(listOf("app.xunlou.app.MainActivity"), parts.filter { it.exported }.map { it.name })
    }

    @Test
    fun `the app asks for no permission but these`() {
        val asked = context.packageManager.getPackageInfo(context.packageName, PackageManager.GET_PERMISSIONS)
        val names = asked.requestedPermissions!!.map { it.substringAfterLast('.') }.toSet()
        assertEquals(setOf("INTERNET", "ACCESS_NETWORK_STATE", "RECEIVE_BOOT_COMPLETED", "POST_NOTIFICATIONS"), names)
        assertTrue(context.applicationInfo.targetSdkVersion >= 35)
    }
}
