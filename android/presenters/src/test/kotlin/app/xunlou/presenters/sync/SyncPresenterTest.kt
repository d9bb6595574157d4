package app.xunlou.presenters.sync

import app.xunlou.core.CancelToken
import app.xunlou.core.Language
import app.xunlou.core.PhotoFailure
import app.xunlou.core.SyncListener
import app.xunlou.core.SyncPhase
import app.xunlou.core.SyncProgress
import app.xunlou.core.SyncReport
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Phone
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.FakePreferences
import app.xunlou.presenters.testing.HeldSync
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.TestSyncer
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.startPatrol
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

class SyncPresenterTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val navigator = Navigator(Place.Sync)
    private val preferences = FakePreferences()
    private val shared = mutableListOf<Triple<String, String, String>>()
    private val phone = object : Phone by FakePhone() {
        override fun share(name: String, mediaType: String, bytes: ByteArray) {
            shared += Triple(name, mediaType, bytes.decodeToString())
        }
    }

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `what waits is counted and sent, and it says when it last worked`() {
        val record = lin.workspace.startPatrol()
        lin.workspace.attachPhoto(record, "fire_doors", "image/jpeg", story.stage.photo(1))
        val presenter = open()
        val before = presenter.await("loaded") { !it.loading }
        assertEquals(listOf("${lin.workspace.syncStatus().waiting.changes} 条记录待上传", "1 张照片待上传"), before.waiting)
        assertEquals("上次同步 10:30", before.synced)
        assertNull(before.notice)
        presenter.on(SyncEvent.SyncTapped)
        val after = presenter.await("sent") { it.waiting.isEmpty() && it.progress == null && it.notice != null }
        val told = after.notice!!
        assertEquals(Notice.Tone.DONE, told.tone)
        assertTrue(told.text.startsWith("同步完成"), told.text)
        presenter.on(SyncEvent.NoticeSeen)
        presenter.await("read") { it.notice == null }
    }

    @Test
    fun `what is written meanwhile is counted at once`() {
        val presenter = open()
        presenter.await("nothing waits") { !it.loading && it.waiting.isEmpty() }
        lin.workspace.startPatrol()
        presenter.await("something waits") { it.waiting.size == 1 }
    }

    @Test
    fun `without a network one is told that all is safe, and it stays so`() {
        lin.workspace.startPatrol()
        story.stage.stop()
        val presenter = open()
        val waiting = presenter.await("loaded") { !it.loading }.waiting
        presenter.on(SyncEvent.SyncTapped)
        val state = presenter.await("told") { it.notice != null && it.progress == null }
        assertEquals(Notice.problem("没有网络,未上传的内容都在本机"), state.notice)
        assertEquals(waiting, state.waiting)
        assertFalse(state.mustEnrolAgain)
    }

    @Test
    fun `a revoked phone is told so, once what it has is kept aside and when nothing goes any more`() {
        val record = lin.workspace.startPatrol()
        lin.workspace.answer(record, "exits", "ok")
        story.stage.revoke(lin.workspace.me().device)
        val presenter = open()
        presenter.on(SyncEvent.SyncTapped)
        val first = presenter.await("refused") { it.mustEnrolAgain && it.progress == null && it.refused.isNotEmpty() }
        assertEquals(Notice.problem("这台手机已被停用;未上传的内容都在本机"), first.notice)
        assertEquals("记录 · 10:30" to "手机已被停用,内容留在办公室待处理", first.refused.first().run { title to reason })
        assertEquals("ok", lin.workspace.record(record).groups[0].items.first { it.id == "exits" }.answer)
        presenter.on(SyncEvent.NoticeSeen)
        presenter.await("read") { it.notice == null && it.mustEnrolAgain }
        presenter.on(SyncEvent.SyncTapped)
        val second = presenter.await("refused again") { it.notice != null && it.progress == null }
        assertEquals(first.notice, second.notice)
        assertTrue(second.mustEnrolAgain)
        presenter.on(SyncEvent.EnrolAgainTapped)
        eventually("the settings") { navigator.here == Place.Settings }
    }

    @Test
    fun `what was refused can be handed to the office as a file`() {
        lin.workspace.startPatrol()
        story.stage.revoke(lin.workspace.me().device)
        lin.workspace.sync()
        val presenter = open()
        presenter.await("refused") { it.refused.isNotEmpty() }
        presenter.on(SyncEvent.ExportTapped)
        eventually("the file") { shared.isNotEmpty() }
        val (name, mediaType, text) = shared.single()
        assertEquals("xunlou-refused.json" to "application/json", name to mediaType)
        for (change in lin.workspace.refused()) assertTrue("\"hash\" : \"${change.hash}\"" in text, text)
        assertTrue("\"code\" : \"revoked\"" in text, text)
    }

    @Test
    fun `once it is enrolled again, what is still listed as refused keeps nobody from syncing`() {
        lin.workspace.startPatrol()
        story.stage.revoke(lin.workspace.me().device)
        val presenter = open()
        presenter.on(SyncEvent.SyncTapped)
        presenter.await("revoked") { it.mustEnrolAgain }
        lin.workspace.enrolAgain(story.stage.enrol("lin"))
        presenter.on(SyncEvent.SyncTapped)
        val state = presenter.await("sent") { !it.mustEnrolAgain && it.progress == null && it.notice != null }
        assertEquals(Notice.Tone.DONE, state.notice!!.tone)
        assertTrue(state.waiting.isEmpty() && state.refused.isNotEmpty())
    }

    @Test
    fun `a sync says how far it has come, and stops when told to`() {
        val held = HeldSync(lin.workspace, SyncProgress(SyncPhase.PHOTOS, 51_200, 204_800))
        val presenter = open(Core(held))
        presenter.await("loaded") { !it.loading }
        presenter.on(SyncEvent.SyncTapped)
        presenter.await("the progress") { it.progress == ProgressLine("正在上传照片 50 KB", 0.25f) }
        presenter.on(SyncEvent.CancelTapped)
        // Events are handled in their order: the sync was told to stop once the next one shows.
        presenter.on(SyncEvent.WifiOnlyChanged(false))
        presenter.await("the stop") { !it.wifiOnly }
        held.letGo()
        val state = presenter.await("stopped") { it.progress == null && it.notice != null }
        assertEquals(Notice.news("已停止,下次从这里继续"), state.notice)
    }

    @Test
    fun `a clock that is off and files of a newer version are warned of`() {
        val off = object : WorkspaceInterface by lin.workspace {
            override fun syncStatus() = lin.workspace.syncStatus().copy(clockOffSeconds = 290, needUpdate = 2)
        }
        val state = open(Core(off)).await("loaded") { !it.loading }
        assertEquals(listOf("手机时间相差 5 分钟,请打开自动设置时间", "2 份资料要更新应用后才能看"), state.warnings)
    }

    @Test
    fun `photos that could not be sent are told`() {
        val slow = syncing { listener, cancel ->
            lin.workspace.sync(listener, cancel).copy(photosFailed = listOf(PhotoFailure("p-1", "INTERNAL")))
        }
        val presenter = open(slow)
        presenter.on(SyncEvent.SyncTapped)
        presenter.await("told") { it.notice == Notice.problem("1 张照片没有传完,下次继续") }
    }

    @Test
    fun `each way in which a sync fails has its clear word`() {
        for ((problem, text) in listOf(
            XunlouException.Certificate("INTERNAL") to "服务器证书不对,没有发送任何内容",
            XunlouException.NotOurServer("INTERNAL") to "网络需要登录,或这不是我们的服务器",
            XunlouException.ClockOff(-86_400) to "手机时间相差 1440 分钟,请打开自动设置时间",
            XunlouException.StorageFull() to "手机空间已满:刚才一项没有保存,之前的都已保存",
            IllegalStateException("INTERNAL") to "程序出错,请重试;若仍不行请联系管理员",
        )) {
            val presenter = open(syncing { _, _ -> throw problem })
            presenter.on(SyncEvent.SyncTapped)
            val state = presenter.await(text) { it.notice != null }
            assertEquals(Notice.problem(text), state.notice)
            assertFalse(state.mustEnrolAgain)
            presenter.close()
        }
    }

    @Test
    fun `a failure of before one came is told, a success is not`() {
        val syncer = TestSyncer(lin.core)
        runBlocking { syncer.sync() }
        val after = open(syncer = syncer).await("loaded") { !it.loading }
        assertNull(after.notice)
        story.stage.stop()
        runBlocking { syncer.sync() }
        open(syncer = syncer).await("told") { it.notice == Notice.problem("没有网络,未上传的内容都在本机") }
    }

    @Test
    fun `Wi-Fi only or any network is kept at once`() {
        val presenter = open()
        presenter.await("loaded") { it.wifiOnly && !it.loading }
        presenter.on(SyncEvent.WifiOnlyChanged(false))
        presenter.await("any") { !it.wifiOnly }
        assertFalse(preferences.chosen.value.wifiOnly)
    }

    @Test
    fun `what cannot be read is told`() {
        val full = object : WorkspaceInterface by lin.workspace {
            override fun syncStatus() = throw XunlouException.Corrupt("INTERNAL")
        }
        open(Core(full)).await("told") { it.notice == Notice.problem("本机资料已损坏,保持原样,请联系管理员") }
    }

    private fun syncing(sync: (SyncListener?, CancelToken?) -> SyncReport): Core =
        Core(
            object : WorkspaceInterface by lin.workspace {
                override fun sync(listener: SyncListener?, cancel: CancelToken?) = sync(listener, cancel)
            },
        )

    private fun open(core: Core = lin.core, syncer: Syncer = TestSyncer(core)) =
        SyncPresenter(core, Words(Language.CHINESE), scope, navigator, phone, syncer, preferences)
}
