package app.xunlou.presenters.testing

import java.nio.file.Files
import java.nio.file.Path
import java.time.OffsetDateTime

/**
 * A day on the estate 栖云里花园, with a real server and real cores. It begins on Wednesday, 18 March 2026;
 * 林晓岚 (`lin`) is the butler of the east area (buildings 1 and 2), 唐若溪 (`tang`) an assistant.
 */
class Story(starts: String = "2026-03-18T10:30:00+08:00", householdsPerBuilding: Int = 4) : AutoCloseable {
    private val home: Path = Files.createTempDirectory("xunlou-story-")
    private val handsets = mutableListOf<Handset>()
    private val clocks = mutableListOf<TestClock>()
    /** What time it is. */
    var now: OffsetDateTime = OffsetDateTime.parse(starts)
        private set

    /** The server, to stop and start it, and to revoke devices. */
    val stage = Stage().apply { open(now, householdsPerBuilding) }

    /** A phone of this person, enrolled; synced, unless the test begins earlier than that. */
    fun phone(login: String, synced: Boolean = true): Handset {
        val clock = TestClock(now).also(clocks::add)
        val handset = Handset(home.resolve("phone-${handsets.size}"), clock, stage.enrol(login), "$login's phone")
        handsets += handset
        if (synced) handset.workspace.sync()
        return handset
    }

    /** It is this time of the day now, for the phones and the server. */
    fun clock(time: String) {
        now = now.with(java.time.LocalTime.parse(time))
        clocks.forEach { it.now = now }
        stage.clock(now)
    }

    override fun close() {
        handsets.forEach(Handset::close)
        stage.close()
        home.toFile().deleteRecursively()
    }
}
