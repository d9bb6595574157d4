package app.xunlou.contract

import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Something did not come out as the scenario says. */
class NotAsExpected(mismatch: Mismatch) : Exception(mismatch.toString())

/** How long something may take to be heard, and how often it is looked for. */
private val PATIENCE = 10.seconds
private val BETWEEN_LOOKS = 20.milliseconds

/** Fails where a value does not match. */
fun expect(pattern: JsonElement, value: JsonElement, path: String) {
    mismatch(pattern, value, path)?.let { throw NotAsExpected(it) }
}

/** Fails where an error does not match; a name alone matches it whatever its fields. */
fun expectError(pattern: JsonElement, error: JsonElement) {
    val name = (error as? JsonObject)?.keys?.single()?.let(::JsonPrimitive) ?: error
    expect(pattern, if (pattern is JsonPrimitive) name else error, "error")
}

/** Looks until nothing mismatches; fails where something does for too long. */
fun expectSoon(look: () -> Mismatch?) {
    val began = TimeSource.Monotonic.markNow()
    while (true) {
        val mismatch = look() ?: return
        if (began.elapsedNow() > PATIENCE) throw NotAsExpected(mismatch)
        Thread.sleep(BETWEEN_LOOKS.inWholeMilliseconds)
    }
}

/** Says of whatever fails within what it is about. */
inline fun <T> about(what: String, work: () -> T): T = try {
    work()
} catch (failed: AssertionError) {
    throw AssertionError("$what, ${failed.message}", failed.cause)
} catch (failed: Exception) {
    throw AssertionError("$what: ${failed.message ?: failed}", failed)
}
