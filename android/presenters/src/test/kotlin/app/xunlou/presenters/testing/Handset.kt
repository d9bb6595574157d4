package app.xunlou.presenters.testing

import app.xunlou.core.ClockReading
import app.xunlou.core.DeviceClock
import app.xunlou.core.Workspace
import app.xunlou.core.WorkspaceConfig
import app.xunlou.presenters.Core
import java.nio.file.Path
import java.time.Instant
import java.time.OffsetDateTime
import java.util.UUID
import kotlin.io.path.createDirectories
import kotlin.random.Random

/** A person's phone: the real core on a database of its own, and a clock that stands until it is set. */
class Handset(directory: Path, private val clock: TestClock, link: String, label: String) : AutoCloseable {
    private val database = directory.createDirectories().resolve("xunlou.sqlite3").toString()
    private val key = Random.nextBytes(32)
    private val installation = UUID.randomUUID().toString()
    private var generation = 0L

    /** The core, as the presenters' tests look at it: beside the presenters. */
    var workspace: Workspace = Workspace.enrol(config(), key, link, label)
        private set

    init {
        generation = workspace.opening().generation
    }

    /** The core, as presenters take it. */
    val core: Core get() = Core(workspace)

    /** The app is killed and started again: a new core on the same database. */
    fun restart() {
        workspace.destroy()
        workspace = Workspace.open(config(), key)
        generation = workspace.opening().generation
    }

    override fun close() = workspace.destroy()

    private fun config() = WorkspaceConfig(database, installation, generation, clock)
}

/** A clock that stands until it is set. Phones read it from any thread. */
class TestClock(@Volatile var now: OffsetDateTime) : DeviceClock {
    /** So many seconds ahead of the story's time. */
    @Volatile
    var offBySeconds = 0L

    override fun read(): ClockReading {
        val at: Instant = now.plusSeconds(offBySeconds).toInstant()
        return ClockReading(at, now.offset.totalSeconds.toLong(), System.nanoTime() / 1_000_000)
    }
}
