package app.xunlou.app.workspace

import app.xunlou.app.keys.Vault
import app.xunlou.core.DeviceClock
import app.xunlou.core.Workspace
import app.xunlou.core.WorkspaceConfig
import app.xunlou.core.XunlouException
import app.xunlou.core.workspaceExists
import app.xunlou.presenters.Core
import app.xunlou.presenters.KeyLost
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/**
 * The one workspace of this process: whoever needs it gets the same. It is opened off the main thread, once,
 * by the first who asks.
 */
class WorkspaceHolder(
    private val files: Files,
    private val vault: Vault,
    private val clock: DeviceClock?,
    private val background: CoroutineDispatcher = Dispatchers.IO,
) {
    private val mutable = MutableStateFlow<WorkspaceState>(WorkspaceState.Opening)
    private val changing = Mutex()

    /** How it stands. */
    val state: StateFlow<WorkspaceState> = mutable.asStateFlow()

    /** Opens it, unless that was tried already; returns what came of it. */
    suspend fun open(): WorkspaceState = changing.withLock {
        if (mutable.value is WorkspaceState.Opening) mutable.value = attempt()
        mutable.value
    }

    /** Tries again what failed. */
    suspend fun retry(): WorkspaceState = changing.withLock {
        if (mutable.value is WorkspaceState.Shut) {
            mutable.value = WorkspaceState.Opening
            mutable.value = attempt()
        }
        mutable.value
    }

    /** It could not be resumed: it is closed, and shut until somebody tries again. */
    internal suspend fun shut(open: WorkspaceState.Open, problem: Exception): WorkspaceState = changing.withLock {
        withContext(NonCancellable + background) { open.workspace.shutDown() }
        WorkspaceState.Shut(problem, forGood = false).also { mutable.value = it }
    }

    /**
     * Enrols this phone by the link of a one-time code. Throws what the core says, and [KeyLost] or
     * [app.xunlou.presenters.VaultClosed]; it stays not enrolled then.
     */
    suspend fun enrol(link: String, deviceLabel: String): WorkspaceState.Open = changing.withLock {
        (mutable.value as? WorkspaceState.Open) ?: withContext(NonCancellable + background) {
            enter { config, key -> Workspace.enrol(config, key, link, deviceLabel) }
        }.also { mutable.value = it }
    }

    /** Puts what cannot be opened any more out of the way, so that the phone can be enrolled again. */
    suspend fun startAnew() = changing.withLock {
        val now = mutable.value
        if (now is WorkspaceState.Shut && now.forGood) {
            withContext(background) { files.setAside() }
            mutable.value = WorkspaceState.NotEnrolled
        }
    }

    // Not to be cancelled: a workspace that nobody took would stay open beside the next one.
    private suspend fun attempt(): WorkspaceState = withContext(NonCancellable + background) {
        try {
            if (!workspaceExists(files.database.path)) return@withContext WorkspaceState.NotEnrolled
            enter { config, key -> Workspace.open(config, key) }
        } catch (problem: Exception) {
            WorkspaceState.Shut(problem, forGood = problem is KeyLost || problem is XunlouException.WrongKey)
        }
    }

    private fun enter(begin: (WorkspaceConfig, ByteArray) -> Workspace): WorkspaceState.Open {
        files.workspace.mkdirs()
        val path = files.database.path
        val config = WorkspaceConfig(path, vault.installation(), vault.generation(), clock)
        val key = vault.key(needed = workspaceExists(path))
        val workspace = try {
            begin(config, key)
        } finally {
            key.fill(0)
        }
        vault.keep(workspace.opening().generation)
        return WorkspaceState.Open(workspace, Core(workspace, background))
    }
}
