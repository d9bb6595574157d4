package app.xunlou.app.sync

import android.net.ConnectivityManager
import android.net.Network
import android.net.NetworkCapabilities
import app.xunlou.app.testing.AppStory
import app.xunlou.app.testing.await
import app.xunlou.app.testing.job
import app.xunlou.app.testing.putAway
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowNetworkCapabilities
import kotlin.test.assertEquals
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class FrontSyncTest {
    @get:Rule
    val story = AppStory()
    private val manager get() = shadowOf(story.app.getSystemService(ConnectivityManager::class.java))
    private val unsent get() = story.workspace.syncStatus().waiting.changes
    private val network: Network by lazy { story.app.getSystemService(ConnectivityManager::class.java).activeNetwork!! }

    /** The network is another one from now on; whoever listens hears it. */
    private fun network(vararg has: Int) {
        val capabilities = ShadowNetworkCapabilities.newInstance()
        shadowOf(capabilities).run {
            removeCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED)
            removeCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED)
            has.forEach(::addCapability)
        }
        manager.setNetworkCapabilities(network, capabilities)
        manager.networkCallbacks.forEach { it.onCapabilitiesChanged(network, capabilities) }
    }

    @Test
    fun `who comes out of the basement with the app in front syncs at once`() {
        network()
        story.enrolled()
        story.startRound()
        story.working()
        assertTrue(unsent > 0)
        network(NetworkCapabilities.NET_CAPABILITY_VALIDATED, NetworkCapabilities.NET_CAPABILITY_NOT_METERED)
        await("the sync") { unsent == 0L }
    }

    @Test
    fun `a metered network will do only with the setting`() {
        network()
        story.enrolled()
        story.startRound()
        val activity = story.working()
        network(NetworkCapabilities.NET_CAPABILITY_VALIDATED)
        await("nothing", 2) { story.app.job(SyncSchedule.SOON) != null }
        assertTrue(unsent > 0)
        activity.pause().stop()
        story.app.services.settings.choose { copy(wifiOnly = false) }
        activity.start().resume()
        await("the sync") { unsent == 0L }
    }

    @Test
    fun `work that is not sent is left to the system's jobs when the app is closed`() {
        network()
        story.enrolled()
        story.working().putAway()
        story.startRound()
        await("the job") { story.app.job(SyncSchedule.SOON) != null }
        assertEquals(emptySet(), manager.networkCallbacks)
    }
}
