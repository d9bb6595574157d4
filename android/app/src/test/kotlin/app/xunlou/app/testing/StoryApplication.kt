package app.xunlou.app.testing

import app.xunlou.app.Services
import app.xunlou.app.XunlouApplication
import app.xunlou.app.workspace.WorkspaceState
import app.xunlou.core.ClockReading
import app.xunlou.core.DeviceClock
import app.xunlou.presenters.testing.TestClock
import kotlinx.coroutines.cancel
import java.time.OffsetDateTime

/** The app's process as tests have it: with the story's clock, and able to die and be started again. */
class StoryApplication : XunlouApplication() {
    val clock = TestClock(OffsetDateTime.parse("2026-03-18T10:30:00+08:00"))

    /** What is free on the disk. */
    @Volatile
    var usableBytes = Long.MAX_VALUE

    /** Set, it is called by the core each time that it asks for the time, on the core's thread. */
    @Volatile
    var onClock: () -> Unit = {}

    private val watched = object : DeviceClock {
        override fun read(): ClockReading {
            onClock()
            return clock.read()
        }
    }

    private var running: Services? = null

    override val services: Services
        get() = running ?: Services(this, watched) { usableBytes }.also { running = it }

    override fun onCreate() {
        FakeKeyStore.install()
        super.onCreate()
    }

    /** The process dies without a word, and a new one begins. What was in memory is gone. */
    fun restart() {
        end()
        services.start()
    }

    override fun onTerminate() {
        end()
        super.onTerminate()
    }

    private fun end() {
        val ending = running ?: return
        ending.scope.cancel()
        (ending.holder.state.value as? WorkspaceState.Open)?.workspace?.shutDown()
        running = null
    }
}
