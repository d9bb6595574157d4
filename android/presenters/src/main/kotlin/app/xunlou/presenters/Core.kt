package app.xunlou.presenters

import app.xunlou.core.ChangeListener
import app.xunlou.core.Changes
import app.xunlou.core.DocumentId
import app.xunlou.core.WorkspaceInterface
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.withContext

/** The open workspace, off the caller's thread: every call of the core blocks. */
class Core(
    private val workspace: WorkspaceInterface,
    private val background: CoroutineDispatcher = Dispatchers.IO,
) {
    /** Calls the core. What it changed is durable when this returns. */
    suspend operator fun <T> invoke(call: WorkspaceInterface.() -> T): T = withContext(background) { workspace.call() }

    /**
     * Emits at once, and again after each commit that [matters]. Whoever is slow hears once of several. It
     * listens before it first emits, so what is read then misses nothing.
     */
    fun changes(matters: (Changes) -> Boolean = { true }): Flow<Unit> = callbackFlow {
        val listener = object : ChangeListener {
            override fun changed(changes: Changes) {
                if (matters(changes)) trySend(Unit)
            }
        }
        val subscription = workspace.subscribe(listener)
        trySend(Unit)
        awaitClose {
            subscription.cancel()
            (subscription as? AutoCloseable)?.close()
        }
    }.conflate().flowOn(background)
}

/** Whether this document is among those that changed. */
fun Changes.touch(document: DocumentId): Boolean = documents.any { it.document == document }

/** Emits at once and each minute: lateness and deadlines come with time alone, without a change. */
fun minutes(): Flow<Unit> = flow {
    while (true) {
        emit(Unit)
        delay(60_000)
    }
}
