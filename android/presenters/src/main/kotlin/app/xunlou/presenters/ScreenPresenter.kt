package app.xunlou.presenters

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/**
 * What presenters have in common: events one after another, writes in the order of the taps, and every failure
 * in words. The scope runs one thing at a time (on the phone: the main thread), so presenters hold plain fields
 * without locks; it outlives the screen, for what is still being written when a person has gone on.
 */
abstract class ScreenPresenter<S, E>(
    initial: S,
    protected val words: Words,
    private val scope: CoroutineScope,
) : Presenter<S, E> {
    private val shown = MutableStateFlow(initial)
    private val events = Channel<E>(Channel.UNLIMITED)
    private val writing = Mutex()
    private val reading = Mutex()
    private val following = mutableListOf<Job>()
    private var pause: Job? = null

    /** Who is told what there is to say once the screen was left. */
    internal var elsewhere: (Notice) -> Unit = {}

    /** The screen was left: nobody sees its state any more. */
    protected var isLeft = false
        private set

    final override val state: StateFlow<S> = shown.asStateFlow()

    init {
        // Nothing is handled before the subclass stands: the channel is empty until somebody has it.
        scope.launch { for (event in events) handle(event) }
    }

    final override fun on(event: E) {
        events.trySend(event)
    }

    final override fun pause() {
        scope.launch { leaving() }
    }

    final override fun close() {
        scope.launch {
            leaving()
            isLeft = true
            events.close()
            following.forEach(Job::cancel)
        }
    }

    /** Writes down what is still in a person's hand: the screen or the whole app may go now. */
    protected open fun leaving() {}

    /** Does what an event asks for. Returns soon: what takes time goes into [write] or [start]. */
    protected abstract fun handle(event: E)

    /** Says that something went wrong, by a place in the state. */
    protected abstract fun tell(notice: Notice)

    /** Shows another state. */
    protected fun show(change: S.() -> S) = shown.update(change)

    /** Changes something in the core, after what was begun before. What fails is told. */
    protected fun write(work: suspend () -> Unit): Job = start { writing.withLock { work() } }

    /** Reads and shows, one reading after another: what was read before a commit never covers what was read after it. */
    protected suspend fun inTurn(read: suspend () -> Unit) = reading.withLock { read() }

    /** Does something that takes time, beside everything else. What fails is told. */
    protected fun start(work: suspend () -> Unit): Job = scope.launch { attempt(work) }

    /** Does something once the person pauses in typing. */
    protected fun whenPaused(pauseMs: Long = THOUGHT_MS, work: suspend () -> Unit) {
        stopWaiting()
        pause = start {
            delay(pauseMs)
            work()
        }
    }

    /** Waits for no pause any more. */
    protected fun stopWaiting() {
        pause?.cancel()
    }

    /**
     * Reads now, and again each time that [occasions] says so, until the screen is left. What fails is told, and
     * tried again the next time.
     */
    protected fun follow(occasions: Flow<*>, read: suspend () -> Unit) {
        following += start { occasions.collect { attempt(read) } }
    }

    /** Never lets a failure pass in silence. */
    private suspend fun attempt(work: suspend () -> Unit) {
        try {
            work()
        } catch (cancelled: CancellationException) {
            throw cancelled
        } catch (problem: Exception) {
            say(Notice.problem(words.of(problem)))
        }
    }

    /** Says something where the person is by now. */
    protected fun say(notice: Notice) = if (isLeft) elsewhere(notice) else tell(notice)

    private companion object {
        /** As long as one thinks between two words. */
        const val THOUGHT_MS = 700L
    }
}
