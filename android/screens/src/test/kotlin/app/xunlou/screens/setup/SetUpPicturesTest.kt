package app.xunlou.screens.setup

import app.xunlou.core.Language
import app.xunlou.core.RefusalCode
import app.xunlou.core.SyncPhase
import app.xunlou.core.SyncProgress
import app.xunlou.core.XunlouException
import app.xunlou.presenters.CodeInbox
import app.xunlou.presenters.Core
import app.xunlou.presenters.Words
import app.xunlou.presenters.setup.Enrolment
import app.xunlou.presenters.setup.SetUpEvent
import app.xunlou.presenters.setup.SetUpPresenter
import app.xunlou.presenters.setup.SetUpState
import app.xunlou.presenters.setup.SetUpState.Step
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.HeldSync
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.TestSyncer
import app.xunlou.presenters.testing.await
import app.xunlou.screens.pictures.Look
import app.xunlou.screens.pictures.picture
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** The set-up as it looks, with states of the real presenter. The codes lead nowhere, so that no port is in the picture. */
class SetUpPicturesTest {
    private val scope = MainScope()
    private val inbox = CodeInbox()

    @AfterEach
    fun end() = scope.close()

    @Test
    fun `the code, to scan or to type`() = take("setup-code", open().state.value)

    @Test
    fun `a code that was typed`() {
        val presenter = open()
        presenter.on(SetUpEvent.Typed("xunlou://enrol?server=https%3A%2F%2Fxunlou.example&code=K7QM-4X"))
        take("setup-typed", presenter.await { it.link.isNotEmpty() })
    }

    @Test
    fun `the server before it is asked, in every look`() {
        take("setup-confirm", confirm().state.value)
        take("setup-confirm-dark", confirm().state.value, Look(dark = true))
        take("setup-confirm-large", confirm().state.value, Look(text = 2f))
        take("setup-confirm-english", confirm(language = Language.ENGLISH).state.value, Look(Language.ENGLISH))
    }

    @Test
    fun `a code that was used, of a server without encryption`() {
        val presenter = confirm("xunlou://enrol?server=http%3A%2F%2F192.168.1.20%3A8080&code=K7QM4X2P")
        presenter.on(SetUpEvent.Named("林的手机"))
        presenter.on(SetUpEvent.EnrolTapped)
        take("setup-used", presenter.await { it.notice != null })
    }

    @Test
    fun `the first sync on its way`() = Story().use { story ->
        val held = HeldSync(story.phone("lin", synced = false).workspace, SyncProgress(SyncPhase.PULLING, 18, 42))
        val core = Core(held)
        val presenter = open(Refusing(core), TestSyncer(core))
        take("setup-sync", presenter.await { (it.step as Step.FirstSync).person != null && it.progress?.share != null })
        held.letGo()
    }

    /** An enrolment whose code was used by somebody else. */
    private class Refusing(override val core: Core?) : Enrolment {
        override suspend fun enrol(link: String, label: String): Core = throw XunlouException.Refused(RefusalCode.CODE_USED, "")

        override fun ready() = Unit
    }

    private fun confirm(code: String = PINNED, language: Language = Language.CHINESE): SetUpPresenter {
        inbox.put(code)
        return open(language = language).also { presenter -> presenter.await { it.step is Step.Confirm } }
    }

    private fun open(
        enrolment: Enrolment = Refusing(null),
        syncer: TestSyncer = TestSyncer { null },
        language: Language = Language.CHINESE,
    ) = SetUpPresenter(enrolment, syncer, inbox, FakePhone(), Words(language), scope)

    private fun take(name: String, state: SetUpState, look: Look = Look()) = picture(name, look) { SetUpScreen(state) {} }

    private companion object {
        val PINNED = "xunlou://enrol?server=https%3A%2F%2Fxunlou.qiyunli.example&pin=${"A".repeat(43)}&code=K7QM4X2P"
    }
}
