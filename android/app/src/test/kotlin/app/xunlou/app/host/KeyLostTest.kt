package app.xunlou.app.host

import app.xunlou.app.testing.AppStory
import app.xunlou.app.testing.FakeKeyStore
import app.xunlou.app.testing.await
import app.xunlou.app.testing.putAway
import app.xunlou.core.Language
import app.xunlou.presenters.Showing
import app.xunlou.presenters.setup.SetUpEvent
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import java.io.File
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class KeyLostTest {
    @get:Rule
    val story = AppStory()
    private val files get() = story.app.services.files

    private fun ActivityHost.shut(): Showing.Shut {
        await("that it does not open") { showing.value is Showing.Shut }
        return showing.value as Showing.Shut
    }

    private fun everything(): Map<String, List<Byte>> = story.app.noBackupFilesDir.walk()
        .filter { it.isFile }.associate { it.path to it.readBytes().toList() }

    @Test
    fun `a lost key is said, with what to do, and nothing is changed`() {
        story.enrolled()
        story.app.restart()
        FakeKeyStore.keys.clear()
        val before = everything()
        val shut = story.activity().get().host.shut()
        assertTrue(shut.mayStartAnew)
        assertContains(shut.text, "密钥丢失")
        assertContains(shut.text, "没有上传的内容打不开了,但不会删除")
        assertEquals(before, everything())
    }

    @Test
    fun `a changed key is said in English too`() {
        story.app.services.settings.choose { copy(language = Language.ENGLISH) }
        story.enrolled()
        story.app.restart()
        FakeKeyStore.keys.replaceAll { _, _ -> FakeKeyStore.random() }
        val shut = story.activity().get().host.shut()
        assertTrue(shut.mayStartAnew)
        assertContains(shut.text, "can no longer be opened, but is not deleted")
    }

    @Test
    fun `a database of another key does not open, and is left as it is`() {
        story.enrolled()
        story.app.restart()
        File(files.vault, "key").delete()
        story.app.services.vault.key(needed = false).fill(0)
        val before = everything()
        assertTrue(story.activity().get().host.shut().mayStartAnew)
        assertEquals(before, everything())
    }

    @Test
    fun `a Keystore that does not answer now is tried again`() {
        story.enrolled()
        story.app.restart()
        FakeKeyStore.silent = true
        val host = story.activity().get().host
        val shut = host.shut()
        assertFalse(shut.mayStartAnew)
        assertContains(shut.text, "请先解锁手机")
        FakeKeyStore.silent = false
        host.retry()
        await("work") { host.showing.value is Showing.Work }
    }

    @Test
    fun `after a lost key the phone is enrolled again, and the old database is kept aside`() {
        story.enrolled()
        story.app.restart()
        FakeKeyStore.keys.clear()
        val old = files.database.readBytes().toList()
        val activity = story.activity()
        activity.get().host.shut()
        activity.get().host.startAnew()
        await("the set-up") { activity.get().host.showing.value is Showing.SetUp }
        val setUp = (activity.get().host.showing.value as Showing.SetUp).presenter
        val aside = File(story.app.noBackupFilesDir, "set-aside/1")
        assertEquals(old, File(aside, "workspace/xunlou.sqlite3").readBytes().toList())
        assertTrue(File(aside, "key").exists())
        setUp.on(SetUpEvent.Typed(story.stage.enrol("lin")))
        setUp.on(SetUpEvent.NextTapped)
        setUp.on(SetUpEvent.EnrolTapped)
        await("work") { activity.get().host.showing.value is Showing.Work }
        activity.putAway()
    }
}
