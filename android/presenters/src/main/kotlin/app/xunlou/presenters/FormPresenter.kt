package app.xunlou.presenters

import app.xunlou.core.DraftField
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import kotlinx.coroutines.CoroutineScope

/**
 * A screen with a form that is saved by a tap. Until then the core keeps what is filled in, as a draft 草稿: the
 * screen may be left at any time, and the system may end the app.
 */
abstract class FormPresenter<S, E>(
    initial: S,
    place: Place,
    private val core: Core,
    words: Words,
    scope: CoroutineScope,
) : ScreenPresenter<S, E>(initial, words, scope) {
    private val name = Place.write(place)

    /** What the core keeps; `null` until it was read. */
    private var kept: Map<String, String>? = null

    /** What is filled in and worth keeping, by field. */
    protected abstract fun filledIn(): Map<String, String>

    /**
     * Hands over what was filled in when the screen was last left. Once: for the first reading of the screen. What
     * cannot be read is as nothing: no draft keeps a screen from being shown.
     */
    protected suspend fun restore(takeUp: (Map<String, String>) -> Unit) {
        if (kept != null) return
        val draft = try {
            core { draft(name) }.associate { it.name to it.value }
        } catch (_: XunlouException) {
            emptyMap()
        }
        takeUp(draft)
        kept = draft
    }

    /** Something was filled in: it is kept once the person pauses. */
    protected fun filled() = whenPaused { leaving() }

    /** Keeps what is filled in, after the writes that were begun before. */
    override fun leaving() {
        write {
            val now = filledIn()
            if (kept != null && kept != now) {
                core { keepDraft(name, fields(now)) }
                kept = now
            }
        }
    }

    /**
     * Saves what is filled in, and forgets the draft in the same call: who comes back after the app's end finds no
     * form that was saved already. [rest] is what stays filled in. For within [write].
     */
    protected suspend fun <T> save(rest: Map<String, String> = emptyMap(), work: WorkspaceInterface.() -> T): T {
        val before = kept
        val (made, now) = core {
            val made = work()
            made to if (before == rest || keeps(rest)) rest else before
        }
        kept = now
        return made
    }

    /** What is saved is saved: that its draft stays for now is no reason to say otherwise. */
    private fun WorkspaceInterface.keeps(rest: Map<String, String>): Boolean = try {
        keepDraft(name, fields(rest))
        true
    } catch (_: XunlouException) {
        false
    }

    private fun fields(form: Map<String, String>) = form.map { (field, value) -> DraftField(field, value) }
}
