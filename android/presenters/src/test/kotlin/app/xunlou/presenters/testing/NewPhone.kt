package app.xunlou.presenters.testing

import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.Core
import app.xunlou.presenters.setup.Enrolment
import java.nio.file.Files
import java.time.OffsetDateTime
import kotlin.io.path.exists
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** A phone that nobody has enrolled yet, and what the app does for its set-up. [around] stands between it and the core. */
class NewPhone(
    at: String = "2026-03-18T10:30:00+08:00",
    private val around: (WorkspaceInterface) -> WorkspaceInterface = { it },
) : Enrolment, AutoCloseable {
    private val home = Files.createTempDirectory("xunlou-new-")
    private val clock = TestClock(OffsetDateTime.parse(at))
    private var handset: Handset? = null

    @Volatile
    override var core: Core? = null
        private set

    /** Whether the set-up is over. */
    @Volatile
    var isReady = false
        private set

    val syncer = TestSyncer { core }

    /** Whether anything is kept on it. */
    val hasDatabase: Boolean get() = home.resolve("phone/xunlou.sqlite3").exists()

    val workspace: WorkspaceInterface get() = checkNotNull(handset) { "not enrolled" }.workspace

    override suspend fun enrol(link: String, label: String): Core = withContext(Dispatchers.IO) {
        handset = Handset(home.resolve("phone"), clock, link, label)
        open()
    }

    override fun ready() {
        isReady = true
    }

    /** It is this moment now. */
    fun clock(at: String) {
        clock.now = OffsetDateTime.parse(at)
    }

    /** The app is killed and started again. */
    fun restart() {
        handset?.restart()
        open()
    }

    private fun open(): Core = Core(around(workspace)).also { core = it }

    override fun close() {
        handset?.close()
        home.toFile().deleteRecursively()
    }
}
