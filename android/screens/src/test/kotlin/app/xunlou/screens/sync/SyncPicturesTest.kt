package app.xunlou.screens.sync

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.ui.Modifier
import app.xunlou.core.Language
import app.xunlou.core.SyncPhase
import app.xunlou.core.SyncProgress
import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.sync.SyncEvent
import app.xunlou.presenters.sync.SyncPresenter
import app.xunlou.presenters.sync.SyncState
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.FakePreferences
import app.xunlou.presenters.testing.HeldSync
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.TestSyncer
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.startPatrol
import app.xunlou.presenters.unsent
import app.xunlou.screens.components.BottomTabs
import app.xunlou.screens.pictures.Look
import app.xunlou.screens.pictures.picture
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** The sync as it looks, with states of the real presenter on the real core. */
class SyncPicturesTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `entries and a photo that wait, in every look`() {
        waiting()
        take("sync-waiting", open().loaded())
        take("sync-waiting-dark", open().loaded(), Look(dark = true))
        take("sync-waiting-large", open().loaded(), Look(text = 2f))
        take("sync-waiting-english", open(language = Language.ENGLISH).loaded(), Look(Language.ENGLISH))
    }

    @Test
    fun `all is sent`() {
        waiting()
        val presenter = open()
        presenter.on(SyncEvent.SyncTapped)
        take("sync-done", presenter.await { it.notice != null && it.waiting.isEmpty() && it.progress == null })
    }

    @Test
    fun `a sync on its way`() {
        waiting()
        val held = HeldSync(lin.workspace, SyncProgress(SyncPhase.PUSHING, 3, 8))
        val presenter = open(Core(held))
        presenter.on(SyncEvent.SyncTapped)
        take("sync-running", presenter.await { it.progress?.share != null })
        held.letGo()
    }

    @Test
    fun `a revoked phone, with what was refused`() {
        val record = lin.workspace.startPatrol()
        lin.workspace.answer(record, "exits", "ok")
        story.stage.revoke(lin.workspace.me().device)
        val presenter = open()
        presenter.on(SyncEvent.SyncTapped)
        take("sync-revoked", presenter.await { it.mustEnrolAgain && it.progress == null && it.notice != null })
    }

    @Test
    fun `a clock that is off, and files of a newer version`() {
        val off = object : WorkspaceInterface by lin.workspace {
            override fun syncStatus() = lin.workspace.syncStatus().copy(clockOffSeconds = 290, needUpdate = 2)
        }
        take("sync-warnings", open(Core(off)).loaded())
    }

    private fun waiting() {
        val record = lin.workspace.startPatrol()
        lin.workspace.answer(record, "exits", "ok")
        lin.workspace.attachPhoto(record, "fire_doors", "image/jpeg", story.stage.photo(7))
    }

    private fun open(core: Core = lin.core, language: Language = Language.CHINESE) =
        SyncPresenter(core, Words(language), scope, Navigator(Place.Sync), FakePhone(), TestSyncer(core), FakePreferences())

    private fun SyncPresenter.loaded(): SyncState = await { !it.loading }

    private fun take(name: String, state: SyncState, look: Look = Look()) {
        val unsent = lin.workspace.syncStatus().waiting.unsent
        picture(name, look) {
            Column {
                Box(Modifier.weight(1f)) { SyncScreen(state) {} }
                BottomTabs(Place.Sync, unsent) {}
            }
        }
    }
}
