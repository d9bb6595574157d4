package app.xunlou.presenters.testing

import app.xunlou.core.CancelToken
import app.xunlou.core.SyncListener
import app.xunlou.core.SyncProgress
import app.xunlou.core.SyncReport
import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.Core
import app.xunlou.presenters.sync.SyncOutcome
import app.xunlou.presenters.sync.SyncRun
import app.xunlou.presenters.sync.Syncer
import app.xunlou.presenters.sync.SyncerState
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** Syncs as the app does, one sync at a time; [core] is the workspace that is open, if one is. */
class TestSyncer(private val core: () -> Core?) : Syncer {
    constructor(core: Core) : this({ core })

    private val one = Mutex()
    private val run = SyncRun()

    override val state: StateFlow<SyncerState> = run.state

    override suspend fun sync(): SyncOutcome? = one.withLock { core()?.let { run.run(it) } }

    override fun cancel() = run.cancel()
}

/** A core whose syncs have come as far as [told], and go on once they are let go. */
class HeldSync(private val real: WorkspaceInterface, private val told: SyncProgress? = null) : WorkspaceInterface by real {
    private val gate = CountDownLatch(1)

    override fun sync(listener: SyncListener?, cancel: CancelToken?): SyncReport {
        told?.let { listener?.progressed(it) }
        gate.await(30, TimeUnit.SECONDS)
        return real.sync(listener, cancel)
    }

    fun letGo() = gate.countDown()
}
