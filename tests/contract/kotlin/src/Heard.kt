package app.xunlou.contract

import app.xunlou.core.CallbackException
import app.xunlou.core.ChangeListener
import app.xunlou.core.ChangedDocument
import app.xunlou.core.Changes
import com.sun.jna.Native
import java.util.concurrent.CountDownLatch
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull

/** Long enough to say that nothing comes. */
private val SILENCE = 500.milliseconds

/** What a device's listeners have heard since the scenario last asked, joined. */
class Heard {
    private val documents = LinkedHashSet<ChangedDocument>()
    private var sync = false
    private var silent = true
    private val ended = CountDownLatch(1)

    /** A listener of a kind that scenarios know. `callBack` calls the workspace that tells it. */
    fun listener(kind: String?, callBack: () -> Unit): ChangeListener = when (kind) {
        null -> Listener(::remember)

        "throws" -> Listener { throw CallbackException.Failed("as the scenario asks") }

        "hangs" -> Listener { ended.await() }

        "calls_back" -> Listener { changes ->
            callBack()
            remember(changes)
        }

        else -> throw IllegalArgumentException("`$kind` is no kind of listener")
    }

    /** Waits for what matches, and forgets it; for `null`, waits for nothing to come. */
    fun expect(pattern: JsonElement) {
        if (pattern is JsonNull) {
            Thread.sleep(SILENCE.inWholeMilliseconds)
            take(pattern)?.let { throw NotAsExpected(it) }
        } else {
            expectSoon { take(pattern) }
        }
    }

    /** The scenario ends: who hangs may return. */
    fun end() = ended.countDown()

    @Synchronized
    private fun remember(changes: Changes) {
        documents += changes.documents
        sync = sync || changes.sync
        silent = false
    }

    @Synchronized
    private fun take(pattern: JsonElement): Mismatch? {
        // Silence is `null` and nothing else: no pattern may take it for something heard.
        if (silent) return Mismatch("heard", pattern, JsonNull).takeUnless { pattern is JsonNull }
        val mismatch = mismatch(pattern, toJson(Changes(documents.toList(), sync)), "heard")
        if (mismatch == null) {
            documents.clear()
            sync = false
            silent = true
        }
        return mismatch
    }
}

private class Listener(private val hear: (Changes) -> Unit) : ChangeListener {
    override fun changed(changes: Changes) {
        // A listener that calls back has the device's clock called within this call, and JNA would
        // detach the thread after that. It does so at the thread's end now.
        Native.detach(false)
        hear(changes)
    }
}
