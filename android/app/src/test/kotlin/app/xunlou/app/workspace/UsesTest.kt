package app.xunlou.app.workspace

import app.xunlou.app.testing.AppStory
import app.xunlou.app.testing.await
import app.xunlou.app.testing.putAway
import app.xunlou.app.testing.waitFor
import app.xunlou.core.XunlouException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertSame

@RunWith(RobolectricTestRunner::class)
class UsesTest {
    @get:Rule
    val story = AppStory()
    private val services get() = story.app.services

    private val isAsleep
        get() = try {
            story.workspace.syncStatus()
            false
        } catch (_: XunlouException.Suspended) {
            true
        }

    @Test
    fun `whoever asks at the same time gets the same workspace`() {
        story.enrolled()
        story.app.restart()
        val states = services.scope.waitFor {
            List(5) { services.scope.async { services.uses.take() } }.awaitAll()
        }
        assertEquals(1, states.distinct().size)
    }

    @Test
    fun `when nobody has used it for a while its files are released, and the next one goes on`() {
        story.enrolled()
        val workspace = story.workspace
        story.working().putAway()
        await("that it sleeps") { isAsleep }
        story.working()
        assertNotNull(workspace.syncStatus())
        assertSame(workspace, story.workspace)
    }

    @Test
    fun `it does not sleep while an activity is open, though a job ends`() {
        story.enrolled()
        story.working()
        services.scope.waitFor { services.uses.during { } }
        val until = System.nanoTime() + 500_000_000
        await("half a minute of the phone's clock") { System.nanoTime() > until }
        org.robolectric.shadows.ShadowLooper.idleMainLooper(40, java.util.concurrent.TimeUnit.SECONDS)
        assertEquals(false, isAsleep)
    }

    @Test
    fun `the database is opened off the main thread`() {
        story.enrolled()
        story.app.restart()
        val host = story.activity().get().host
        assertEquals(WorkspaceState.Opening, services.holder.state.value)
        await("that it is open") { services.holder.state.value is WorkspaceState.Open }
        assertNotNull(host.showing.value)
    }
}
