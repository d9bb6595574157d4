package app.xunlou.presenters.setup

import app.xunlou.core.Language
import app.xunlou.core.SyncPhase
import app.xunlou.core.SyncProgress
import app.xunlou.presenters.CodeInbox
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Words
import app.xunlou.presenters.setup.SetUpState.Person
import app.xunlou.presenters.setup.SetUpState.Step
import app.xunlou.presenters.sync.ProgressLine
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.HeldSync
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.NewPhone
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import java.time.OffsetDateTime
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** A phone that nobody has set up yet, with a real core, and a real server. */
class SetUpPresenterTest {
    private val story = Story()
    private val scope = MainScope()
    private val system = FakePhone()
    private val inbox = CodeInbox()
    private val words = Words(Language.CHINESE)

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `from a typed code to the first sync, which says whose phone it is`() = on(NewPhone()) { phone ->
        val presenter = open(phone)
        presenter.on(SetUpEvent.Typed(" ${story.stage.enrol("lin")}\n"))
        presenter.on(SetUpEvent.NextTapped)
        val server = presenter.confirm().server
        assertTrue(server.address.startsWith("http://127.0.0.1"), server.address)
        assertEquals(Server(server.address, "连接没有加密,只可在试用时使用", safe = false), server)
        presenter.on(SetUpEvent.Named(" 林的手机 "))
        presenter.on(SetUpEvent.EnrolTapped)
        eventually("the end of the set-up") { phone.isReady }
        assertEquals(Step.FirstSync(Person("您好,林晓岚(区域客服管家)", "栖云里花园")), presenter.state.value.step)
        assertEquals("林的手机", phone.workspace.me().deviceLabel)
        assertTrue(phone.workspace.today().isNotEmpty())
        assertNull(inbox.code.value, "a code that was used is not kept")
    }

    @Test
    fun `a code that is scanned shows the server before it is used, and is there again after a rotation`() = on(NewPhone()) { phone ->
        val presenter = open(phone)
        presenter.on(SetUpEvent.ScanTapped)
        eventually("the scanner") { "scan" in system.asked }
        inbox.put(story.stage.enrol("lin"))
        presenter.confirm()
        presenter.close()
        val rotated = open(phone)
        rotated.confirm()
        assertFalse(phone.hasDatabase)
        rotated.on(SetUpEvent.StartedOver)
        rotated.await("the beginning") { it == SetUpState() }
        assertNull(inbox.code.value)
    }

    @Test
    fun `what is known of a server's certificate is said`() = on(NewPhone()) { phone ->
        val presenter = open(phone)
        val pin = "A".repeat(43)
        for ((link, server) in listOf(
            "xunlou://enrol?server=https%3A%2F%2Fa.example&code=K7QM4X2P" to Server("https://a.example", "证书由公认机构签发", true),
            "xunlou://enrol?server=https%3A%2F%2Fb.example&pin=$pin&code=K7QM4X2P" to
                Server("https://b.example", "只认这台服务器自己的证书", true),
        )) {
            inbox.put(link)
            presenter.await("the server") { (it.step as? Step.Confirm)?.server == server }
        }
    }

    @Test
    fun `what is no code of ours is said at once, and can be typed anew`() = on(NewPhone()) { phone ->
        val presenter = open(phone)
        presenter.on(SetUpEvent.Typed("https://example.com"))
        presenter.on(SetUpEvent.NextTapped)
        val state = presenter.await("told") { it.notice != null }
        assertEquals(Step.Code to "https://example.com", state.step to state.link)
        assertEquals(Notice.problem("这不是巡楼的登记码,请核对"), state.notice)
        presenter.on(SetUpEvent.Typed("https://example.co"))
        presenter.await("typing goes on") { it.notice == null }
    }

    @Test
    fun `a code that was used is refused with a clear word, and nothing is created`() = on(NewPhone()) { phone ->
        val code = story.stage.enrol("lin")
        NewPhone().use { other -> runBlocking { other.enrol(code, "手机") } }
        val presenter = open(phone, code)
        presenter.enrolAndFail("登记码已用过,请向办公室要新的")
        assertFalse(phone.hasDatabase)
    }

    @Test
    fun `a code that has expired is refused with a clear word`() = on(NewPhone()) { phone ->
        val presenter = open(phone, story.stage.enrol("lin"))
        story.stage.clock(OffsetDateTime.parse("2026-04-18T10:35:00+08:00"))
        phone.clock("2026-04-18T10:35:00+08:00")
        presenter.enrolAndFail("登记码已过期,请向办公室要新的")
    }

    @Test
    fun `a code that the server does not know is refused with a clear word`() = on(NewPhone()) { phone ->
        val code = story.stage.enrol("lin")
        val presenter = open(phone, code.replace(Regex("code=[^&]*"), "code=K7QM-4X2P"))
        presenter.enrolAndFail("登记码不对,请核对")
    }

    @Test
    fun `a clock that is days off keeps the phone from being enrolled, and one is told by how much`() =
        on(NewPhone(at = "2026-03-21T10:30:00+08:00")) { phone ->
            val presenter = open(phone, story.stage.enrol("lin"))
            presenter.enrolAndFail("手机时间相差 4320 分钟,请打开自动设置时间")
        }

    @Test
    fun `without a network one is told so, and the same code can be tried again`() = on(NewPhone()) { phone ->
        val presenter = open(phone, story.stage.enrol("lin"))
        story.stage.stop()
        presenter.enrolAndFail("没有网络,未上传的内容都在本机")
        story.stage.start(OffsetDateTime.parse("2026-03-18T10:30:00+08:00"))
        presenter.on(SetUpEvent.EnrolTapped)
        eventually("the end of the set-up") { phone.isReady }
    }

    @Test
    fun `a first sync says how far it has come, can be stopped, and goes on from there`() {
        lateinit var held: HeldSync
        val told = SyncProgress(SyncPhase.PULLING, 3, 12)
        on(NewPhone { core -> HeldSync(core, told).also { held = it } }) { phone ->
            val presenter = open(phone, story.stage.enrol("lin"))
            presenter.on(SetUpEvent.EnrolTapped)
            presenter.await("the progress") { it.progress == ProgressLine("正在下载 3 份", 0.25f) }
            presenter.on(SetUpEvent.CancelTapped)
            // Events are handled in their order: the sync was told to stop once the next one shows.
            presenter.on(SetUpEvent.Named("stopped"))
            presenter.await("the stop") { it.device == "stopped" }
            held.letGo()
            val stopped = presenter.await("the end of the sync") { it.progress == null && it.notice != null }
            assertEquals(Notice.news("已停止,下次从这里继续"), stopped.notice)
            assertIs<Step.FirstSync>(stopped.step)
            assertFalse(phone.isReady)
            presenter.on(SetUpEvent.SyncTapped)
            eventually("the end of the set-up") { phone.isReady }
        }
    }

    @Test
    fun `a first sync that stopped goes on by itself after a restart, without a new code`() = on(NewPhone()) { phone ->
        runBlocking { phone.enrol(story.stage.enrol("lin"), "手机") }
        story.stage.stop()
        val told = open(phone).await("told") { it.notice != null && it.progress == null }
        assertEquals(Notice.problem("没有网络,未上传的内容都在本机"), told.notice)
        phone.restart()
        story.stage.start(OffsetDateTime.parse("2026-03-18T10:30:00+08:00"))
        open(phone)
        eventually("the end of the set-up") { phone.isReady }
    }

    @Test
    fun `a phone that is revoked before its first sync takes another code`() = on(NewPhone()) { phone ->
        runBlocking { phone.enrol(story.stage.enrol("lin"), "手机") }
        story.stage.revoke(phone.workspace.me().device)
        val presenter = open(phone)
        val refused = presenter.await("told") { it.mustEnrolAgain && it.progress == null }
        assertEquals(Notice.problem("这台手机已被停用;未上传的内容都在本机"), refused.notice)
        presenter.on(SetUpEvent.StartedOver)
        presenter.on(SetUpEvent.Typed(story.stage.enrol("lin")))
        presenter.on(SetUpEvent.NextTapped)
        assertFalse(presenter.confirm().toName, "it has its name")
        presenter.on(SetUpEvent.EnrolTapped)
        eventually("the end of the set-up") { phone.isReady }
    }

    @Test
    fun `a code that comes while the phone is being set up with another disturbs nothing`() {
        lateinit var held: HeldSync
        on(NewPhone { core -> HeldSync(core).also { held = it } }) { phone ->
            val presenter = open(phone, story.stage.enrol("lin"))
            presenter.on(SetUpEvent.EnrolTapped)
            presenter.await("the first sync") { (it.step as? Step.FirstSync)?.person != null }
            inbox.put("xunlou://enrol?server=https%3A%2F%2Fother.example&code=K7QM4X2P")
            held.letGo()
            eventually("the end of the set-up") { phone.isReady }
            assertIs<Step.FirstSync>(presenter.state.value.step)
        }
    }

    private fun on(phone: NewPhone, test: (NewPhone) -> Unit) = phone.use(test)

    /** The set-up, with a code that was scanned, if there is one. */
    private fun open(phone: NewPhone, code: String? = null): SetUpPresenter {
        val presenter = SetUpPresenter(phone, phone.syncer, inbox, system, words, scope)
        if (code != null) {
            inbox.put(code)
            presenter.confirm()
        }
        return presenter
    }

    private fun SetUpPresenter.confirm(): Step.Confirm =
        await("the server") { it.step is Step.Confirm }.step as Step.Confirm

    private fun SetUpPresenter.enrolAndFail(text: String) {
        on(SetUpEvent.EnrolTapped)
        val state = await("told") { it.notice != null }
        assertEquals(Notice.problem(text), state.notice)
        assertFalse((state.step as Step.Confirm).enrolling)
    }
}
