package app.xunlou.presenters

import kotlinx.coroutines.flow.StateFlow

/** The logic of a screen: a state to show comes out, what a person did goes in. */
interface Presenter<S, E> : AutoCloseable {
    /** What to show. It says that something is saved only when the core has committed it. */
    val state: StateFlow<S>

    /** What a person did. Returns at once, from any thread. */
    fun on(event: E)

    /** The app goes to the background, and may be killed there. */
    fun pause() {}

    /** The screen is left: what was begun is brought to its end, and nothing is followed any more. */
    override fun close()
}
