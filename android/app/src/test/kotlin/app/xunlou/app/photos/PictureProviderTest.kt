package app.xunlou.app.photos

import android.content.pm.PackageManager
import android.net.Uri
import android.provider.OpenableColumns
import app.xunlou.app.workspace.Files
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import java.io.File
import java.io.FileNotFoundException
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class PictureProviderTest {
    private val context = RuntimeEnvironment.getApplication()
    private val camera = Camera(context, Files(context))
    private val resolver = context.contentResolver

    @Test
    fun `what the camera writes can be read again, and is then removed`() {
        val name = camera.newFile()
        val address = camera.address(name)
        resolver.openOutputStream(address)!!.use { it.write(7) }
        assertEquals(7, resolver.openInputStream(address)!!.use { it.read() })
        assertEquals("image/jpeg", resolver.getType(address))
        resolver.query(address, null, null, null, null)!!.use {
            it.moveToFirst()
            assertEquals(name, it.getString(it.getColumnIndexOrThrow(OpenableColumns.DISPLAY_NAME)))
            assertEquals(1, it.getLong(it.getColumnIndexOrThrow(OpenableColumns.SIZE)))
        }
        camera.remove(name)
        assertFailsWith<FileNotFoundException> { resolver.openInputStream(address) }
    }

    @Test
    fun `nothing else of ours can be reached by it`() {
        Files(context).pictures.mkdirs()
        File(context.cacheDir, "secret").writeText("secret")
        for (name in listOf("..", "../secret", "..%2Fsecret", "secret", "a.jpg", "")) {
            val addresses = listOf(
                PictureProvider.address(context, name),
                Uri.parse("content://${context.packageName}.pictures/$name"),
            )
            for (address in addresses) assertFailsWith<FileNotFoundException>("$address") { resolver.openInputStream(address) }
        }
    }

    @Test
    fun `other apps reach it by a grant alone`() {
        val provider = context.packageManager.resolveContentProvider("${context.packageName}.pictures", PackageManager.GET_META_DATA)!!
        assertFalse(provider.exported)
        assertTrue(provider.grantUriPermissions)
    }
}
