package app.xunlou.app.keys

import app.xunlou.app.testing.FakeKeyStore
import app.xunlou.app.workspace.Files
import app.xunlou.presenters.KeyLost
import app.xunlou.presenters.VaultClosed
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import java.io.File
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class VaultTest {
    private val context = RuntimeEnvironment.getApplication()
    private val directory = Files(context).vault
    private val kept = File(directory, "key")

    private fun vault() = Vault(directory)

    @Test
    fun `the key is the same at every start`() {
        val made = vault().key(needed = false)
        assertEquals(32, made.size)
        assertContentEquals(made, vault().key(needed = true))
    }

    @Test
    fun `two phones have different keys`() {
        val one = vault().key(needed = false)
        directory.deleteRecursively()
        assertNotEquals(one.toList(), vault().key(needed = false).toList())
    }

    @Test
    fun `on the disk the key lies only wrapped`() {
        val key = vault().key(needed = false).toList()
        val bytes = kept.readBytes().toList()
        assertFalse(bytes.windowed(8).any { it in key.windowed(8) })
    }

    @Test
    fun `the same key is never wrapped into the same bytes`() {
        val wrapper = Wrapper()
        assertNotEquals(wrapper.wrap(ByteArray(32)).toList(), wrapper.wrap(ByteArray(32)).toList())
    }

    @Test
    fun `what a lost key needs is not replaced, and what was kept stays`() {
        val losses = mapOf<String, () -> Unit>(
            "the Keystore was emptied" to { FakeKeyStore.keys.clear() },
            "the Keystore's key is another one" to { FakeKeyStore.keys.replaceAll { _, _ -> FakeKeyStore.random() } },
            "a byte was altered" to { kept.writeBytes(kept.readBytes().also { it[20] = (it[20] + 1).toByte() }) },
            "the file was cut" to { kept.writeBytes(kept.readBytes().copyOf(10)) },
            "the file is empty" to { kept.writeBytes(ByteArray(0)) },
            "the file is of another layout" to { kept.writeBytes(kept.readBytes().also { it[0] = 9 }) },
            "the file is gone" to { kept.delete() },
        )
        for ((loss, lose) in losses) {
            directory.deleteRecursively()
            vault().key(needed = false)
            lose()
            val before = kept.takeIf(File::exists)?.readBytes()?.toList()
            assertFailsWith<KeyLost>(loss) { vault().key(needed = true) }
            assertEquals(before, kept.takeIf(File::exists)?.readBytes()?.toList(), loss)
        }
    }

    @Test
    fun `without a database a lost key is replaced`() {
        val lost = vault().key(needed = false)
        FakeKeyStore.keys.clear()
        val made = vault().key(needed = false)
        assertNotEquals(lost.toList(), made.toList())
        assertContentEquals(made, vault().key(needed = true))
    }

    @Test
    fun `a Keystore that does not answer is not a lost key`() {
        val key = vault().key(needed = false)
        FakeKeyStore.silent = true
        assertFailsWith<VaultClosed> { vault().key(needed = true) }
        FakeKeyStore.silent = false
        assertContentEquals(key, vault().key(needed = true))
    }

    @Test
    fun `the installation is made once`() {
        val made = vault().installation()
        assertTrue(Regex("[0-9a-f-]{36}").matches(made))
        assertEquals(made, vault().installation())
    }

    @Test
    fun `the generation is what the core last said, and 0 before`() {
        assertEquals(0, vault().generation())
        vault().keep(7)
        assertEquals(7, vault().generation())
    }
}
