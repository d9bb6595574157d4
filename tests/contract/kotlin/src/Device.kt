package app.xunlou.contract

import app.xunlou.core.ClockReading
import app.xunlou.core.DeviceClock
import app.xunlou.core.Subscription
import app.xunlou.core.Workspace
import app.xunlou.core.WorkspaceConfig
import java.nio.file.Path
import java.time.OffsetDateTime
import java.util.UUID
import kotlin.io.path.createDirectories
import kotlin.random.Random

/** The story's clock stands until a step turns it, and keeps its zone. Any thread may read it. */
class StoryClock(starts: OffsetDateTime) {
    @Volatile
    var now = starts
        private set

    fun turn(to: OffsetDateTime) {
        now = to.withOffsetSameInstant(now.offset)
    }
}

/** A phone or a tablet of the story: what it keeps, and the workspace that is open on it. */
class Device(directory: Path, story: StoryClock) : AutoCloseable {
    val database = directory.createDirectories().resolve("xunlou.sqlite3").toString()
    val key = Random.nextBytes(32)
    val clock = OwnClock(story)

    /** What was heard by the listeners that remember. */
    val heard = Heard()

    /** Those that are not cancelled, the newest last. */
    val subscriptions = ArrayDeque<Subscription>()

    private var installation = UUID.randomUUID().toString()
    private var generation = 0L
    private var workspace: Workspace? = null

    /** The workspace that was opened last. */
    val open: Workspace
        get() = checkNotNull(workspace) { "this device has no workspace yet" }

    val config: WorkspaceConfig
        get() = WorkspaceConfig(database, installation, generation, clock)

    /** The app is installed anew. */
    fun reinstall() {
        installation = UUID.randomUUID().toString()
    }

    /** From now on the device works with this workspace. */
    fun take(opened: Workspace) {
        workspace = opened
        generation = opened.opening().generation
    }

    /** Closes the workspace, if there is one, and lets go of it. */
    fun leave() {
        workspace?.shutDown()
        workspace?.destroy()
        workspace = null
    }

    override fun close() {
        heard.end()
        subscriptions.forEach(Subscription::destroy)
        leave()
    }
}

/** A device's clock: the story's, and so many seconds ahead of it. */
class OwnClock(private val story: StoryClock) : DeviceClock {
    @Volatile
    var ahead = 0L

    override fun read(): ClockReading {
        val at = story.now.plusSeconds(ahead)
        val monotonic = System.nanoTime() / 1_000_000
        return ClockReading(at.toInstant(), at.offset.totalSeconds.toLong(), monotonic)
    }
}
