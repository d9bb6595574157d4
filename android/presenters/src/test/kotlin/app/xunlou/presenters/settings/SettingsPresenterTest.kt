package app.xunlou.presenters.settings

import app.xunlou.core.Language
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.version
import app.xunlou.presenters.Chosen
import app.xunlou.presenters.CodeInbox
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.TextSize
import app.xunlou.presenters.Theme
import app.xunlou.presenters.Words
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.FakePreferences
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.TestSyncer
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.startPatrol
import java.util.concurrent.CountDownLatch
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

class SettingsPresenterTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val phone = FakePhone()
    private val preferences = FakePreferences()
    private val inbox = CodeInbox()
    private val navigator = Navigator(listOf(Place.Today, Place.Log, Place.Settings))

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `it says whose phone it is, and which version`() {
        val state = open().loaded()
        assertEquals("林晓岚 · 区域客服管家 · 栖云里花园", state.who)
        assertEquals("lin's phone", state.device)
        assertEquals("版本 ${version()}", state.version)
    }

    @Test
    fun `language, theme, text size and network are kept at once`() {
        val presenter = open()
        presenter.on(SettingsEvent.LanguageChosen(Language.ENGLISH))
        presenter.on(SettingsEvent.ThemeChosen(Theme.DARK))
        presenter.on(SettingsEvent.TextSizeChosen(TextSize.LARGEST))
        presenter.on(SettingsEvent.WifiOnlyChanged(false))
        val expected = Chosen(Language.ENGLISH, Theme.DARK, TextSize.LARGEST, wifiOnly = false)
        presenter.await("the choice") { it.chosen == expected }
        assertEquals(expected, preferences.chosen.value)
    }

    @Test
    fun `diagnostics hold no name, no unit and no text`() {
        val record = lin.workspace.startPatrol()
        lin.workspace.setNote(record, "fire_doors", "关不上")
        story.stage.revoke(lin.workspace.me().device)
        lin.workspace.sync()
        val text = open().loaded().diagnostics
        val me = lin.workspace.me()
        for (told in listOf("version ${version()}", me.estate, me.person, me.device, "refused revoked", "waiting changes 0 photos 0")) {
            assertTrue(told in text, "$told: $text")
        }
        for (secret in listOf("林晓岚", "栖云里", "东区", "关不上", "1-101", "lin's phone", "127.0.0.1")) {
            assertFalse(secret in text, "$secret: $text")
        }
        assertTrue(text.all { it.code < 128 }, text)
    }

    @Test
    fun `diagnostics are shared as text, just as they are shown`() {
        val presenter = open()
        val text = presenter.loaded().diagnostics
        presenter.on(SettingsEvent.DiagnosticsShared)
        eventually("the sharing") { "share $text" in phone.asked }
    }

    @Test
    fun `a revoked phone that is enrolled again sends what had waited`() {
        lin.workspace.startPatrol()
        story.stage.revoke(lin.workspace.me().device)
        lin.workspace.sync()
        val presenter = open()
        presenter.on(SettingsEvent.CodeTyped("no code"))
        presenter.on(SettingsEvent.EnrolAgainTapped)
        presenter.await("told") { it.notice == Notice.problem("这不是巡楼的登记码,请核对") }
        presenter.on(SettingsEvent.CodeTyped(" ${story.stage.enrol("lin")}\n"))
        val typed = presenter.await("the server") { it.again.server != null }
        assertNull(typed.notice)
        assertFalse(typed.again.server!!.safe)
        presenter.on(SettingsEvent.EnrolAgainTapped)
        val done = presenter.await("done") { it.notice != null && !it.again.enrolling }
        assertEquals(Notice.done("登记已更新,本机内容都在"), done.notice)
        assertEquals("", done.again.code)
        eventually("what had waited is sent") { lin.workspace.syncStatus().waiting.changes == 0L }
    }

    @Test
    fun `a code that is scanned waits for a yes, over a rotation too`() {
        val presenter = open()
        presenter.on(SettingsEvent.ScanTapped)
        eventually("the scanner") { "scan" in phone.asked }
        val code = story.stage.enrol("lin")
        inbox.put(code)
        val scanned = presenter.await("the code") { it.again.code == code }
        assertEquals(1, scanned.again.turn)
        presenter.close()
        val rotated = open()
        rotated.await("the code") { it.again.code == code && it.again.server != null }
        rotated.on(SettingsEvent.EnrolAgainTapped)
        rotated.await("done") { it.notice == Notice.done("登记已更新,本机内容都在") }
        assertNull(inbox.code.value)
    }

    @Test
    fun `the code of somebody else does not make this phone theirs`() {
        val presenter = open()
        presenter.on(SettingsEvent.CodeTyped(story.stage.enrol("tang")))
        presenter.on(SettingsEvent.EnrolAgainTapped)
        presenter.await("told") { it.notice == Notice.problem("这是别人的登记码,请向办公室要您自己的") && !it.again.enrolling }
        assertEquals("林晓岚", lin.workspace.me().personName)
    }

    @Test
    fun `without a network the code stays, to be tried again`() {
        val code = story.stage.enrol("lin")
        story.stage.stop()
        val presenter = open()
        presenter.on(SettingsEvent.CodeTyped(code))
        presenter.on(SettingsEvent.EnrolAgainTapped)
        val state = presenter.await("told") { it.notice != null && !it.again.enrolling }
        assertEquals(Notice.problem("没有网络,未上传的内容都在本机"), state.notice)
        assertEquals(code, state.again.code)
    }

    @Test
    fun `while the server is being asked it says so`() {
        val gate = CountDownLatch(1)
        val slow = object : WorkspaceInterface by lin.workspace {
            override fun enrolAgain(link: String) {
                gate.await()
                lin.workspace.enrolAgain(link)
            }
        }
        val presenter = open(Core(slow))
        presenter.on(SettingsEvent.CodeTyped(story.stage.enrol("lin")))
        presenter.on(SettingsEvent.EnrolAgainTapped)
        presenter.await("asking") { it.again.enrolling }
        gate.countDown()
        presenter.await("done") { !it.again.enrolling && it.notice?.tone == Notice.Tone.DONE }
    }

    @Test
    fun `back leads where one came from`() {
        open().on(SettingsEvent.BackTapped)
        eventually("back") { navigator.here == Place.Log }
    }

    private fun open(core: Core = lin.core) =
        SettingsPresenter(core, Words(Language.CHINESE), scope, navigator, phone, TestSyncer(core), preferences, inbox)

    private fun SettingsPresenter.loaded() = await("loaded") { it.who.isNotEmpty() }
}
