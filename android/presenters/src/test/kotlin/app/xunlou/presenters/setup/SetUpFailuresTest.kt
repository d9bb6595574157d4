package app.xunlou.presenters.setup

import app.xunlou.core.Language
import app.xunlou.core.RefusalCode
import app.xunlou.core.XunlouException
import app.xunlou.presenters.CodeInbox
import app.xunlou.presenters.Core
import app.xunlou.presenters.KeyLost
import app.xunlou.presenters.Notice
import app.xunlou.presenters.VaultClosed
import app.xunlou.presenters.Words
import app.xunlou.presenters.setup.SetUpState.Step
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.TestSyncer
import app.xunlou.presenters.testing.await
import kotlin.test.assertEquals
import kotlinx.coroutines.CompletableDeferred
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** What neither a test's server nor its phone can be brought to say. */
class SetUpFailuresTest {
    private val scope = MainScope()
    private val inbox = CodeInbox()

    @AfterEach
    fun end() = scope.close()

    @Test
    fun `each way in which enrolling fails has its clear word, and leads back to the code`() {
        for ((problem, text) in listOf(
            XunlouException.Certificate("INTERNAL") to "服务器证书不对,没有发送任何内容",
            XunlouException.NotOurServer("INTERNAL") to "网络需要登录,或这不是我们的服务器",
            XunlouException.BadAnswer("INTERNAL") to "服务器的回答不完整,请稍后再试",
            XunlouException.Refused(RefusalCode.TOO_MANY_TRIES, "INTERNAL") to "试错次数太多,请向办公室要新的登记码",
            XunlouException.Refused(RefusalCode.BUSY, "INTERNAL") to "服务器繁忙,请稍后再试",
            XunlouException.Refused(RefusalCode.UNSUPPORTED_PROTOCOL, "INTERNAL") to "应用与服务器版本不符,请更新应用",
            XunlouException.StorageFull() to "手机空间已满:刚才一项没有保存,之前的都已保存",
            KeyLost("INTERNAL") to "本机的密钥丢失,资料打不开,但保持原样;请联系管理员",
            VaultClosed(IllegalStateException("INTERNAL")) to "请先解锁手机,再打开应用",
        )) {
            val presenter = confirming { throw problem }
            presenter.on(SetUpEvent.EnrolTapped)
            val state = presenter.await(text) { it.notice != null }
            assertEquals(Notice.problem(text), state.notice)
            assertEquals(false, (state.step as Step.Confirm).enrolling)
            presenter.on(SetUpEvent.NoticeSeen)
            presenter.await("it was read") { it.notice == null }
            presenter.close()
        }
    }

    @Test
    fun `while the server is being asked it says so, and is asked once`() {
        val answer = CompletableDeferred<Unit>()
        var asked = 0
        val presenter = confirming {
            asked++
            answer.await()
            throw XunlouException.Offline("INTERNAL")
        }
        presenter.on(SetUpEvent.EnrolTapped)
        presenter.on(SetUpEvent.EnrolTapped)
        presenter.await("asking") { (it.step as Step.Confirm).enrolling }
        answer.complete(Unit)
        presenter.await("told") { it.notice != null }
        assertEquals(1, asked)
    }

    private fun confirming(enrol: suspend () -> Core): SetUpPresenter {
        val enrolment = object : Enrolment {
            override val core = null

            override suspend fun enrol(link: String, label: String) = enrol()

            override fun ready() = error("nothing is ready")
        }
        inbox.put("xunlou://enrol?server=https%3A%2F%2Fxunlou.example&code=K7QM4X2P")
        val presenter = SetUpPresenter(enrolment, TestSyncer { null }, inbox, FakePhone(), Words(Language.CHINESE), scope)
        presenter.await("the server") { it.step is Step.Confirm }
        return presenter
    }
}
