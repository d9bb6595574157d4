package app.xunlou.contract

import app.xunlou.core.CancelToken
import app.xunlou.core.ChangeListener
import app.xunlou.core.Subscription
import app.xunlou.core.SyncListener
import app.xunlou.core.SyncProgress
import app.xunlou.core.Workspace
import app.xunlou.core.WorkspaceConfig
import app.xunlou.core.XunlouException
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.reflect.KParameter
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** A `call` step, its variables filled in. `device` finds the one that it is made on. */
class Call(private val step: JsonObject, device: () -> Device) {
    private val name = step.getValue("call").text
    private val device by lazy(device)
    private val said = repeated(step["with"] ?: JsonObject(emptyMap())).jsonObject
    private val progress = CopyOnWriteArrayList<SyncProgress>()

    /** Calls as often as is said, and compares each time. Returns the last result. */
    fun run(): JsonElement {
        val times = step["repeat"]?.jsonPrimitive?.int ?: 1
        return (1..times).map { once() }.last()
    }

    private fun once(): JsonElement {
        val fails = step["fails"]
        if (fails == null && name in OPENINGS) device.leave()
        if (step["installation"]?.text == "other") device.reinstall()
        progress.clear()
        val result = try {
            Export.find(name) { device }.call(said, ::given)
        } catch (error: XunlouException) {
            expectError(fails ?: JsonNull, toJson(error))
            return JsonNull
        }
        if (fails != null) throw NotAsExpected(Mismatch("error", fails, JsonNull))
        keep(result)
        val json = toJson(result)
        step["expect"]?.let { expect(it, json, "result") }
        step["progress"]?.let { pattern ->
            expectSoon { mismatch(pattern, toJson(progress.toList()), "progress") }
        }
        return json
    }

    /** What the runner gives. The type decides: other calls have arguments of the same names. */
    private fun given(parameter: KParameter): Any? = when (parameter.type.classifier) {
        WorkspaceConfig::class -> device.config

        ByteArray::class -> if (parameter.name == "key") key() else null

        String::class -> if (parameter.name == "database") device.database else null

        ChangeListener::class -> device.open.let { told ->
            device.heard.listener(step["listener"]?.text) { told.syncStatus() }
        }

        SyncListener::class -> Progress()

        CancelToken::class -> token()

        else -> null
    }

    private fun key(): ByteArray = when (val kind = step["key"]?.text) {
        null -> device.key
        "wrong" -> device.key.map { (it + 1).toByte() }.toByteArray()
        "short" -> device.key.copyOf(31)
        else -> throw IllegalArgumentException("`$kind` is no kind of key")
    }

    private fun token() = CancelToken().also { token ->
        check(!token.isCancelled()) { "a new CancelToken is cancelled" }
        if (step["cancelled"]?.jsonPrimitive?.boolean == true) {
            token.cancel()
            check(token.isCancelled()) { "a CancelToken that was cancelled is not" }
        }
    }

    private fun keep(result: Any?) {
        if (result is Workspace) device.take(result)
        if (result is Subscription) device.subscriptions += result
    }

    private inner class Progress : SyncListener {
        override fun progressed(progress: SyncProgress) {
            this@Call.progress += progress
        }
    }
}

private val OPENINGS = setOf("Workspace.enrol", "Workspace.open")
private const val REPEAT = "\$repeat"

/** The same with each repeated text written out. */
private fun repeated(said: JsonElement) = said.with { json ->
    val text = (json as? JsonObject)?.get(REPEAT) ?: return@with null
    JsonPrimitive(text.text.repeat(json.getValue("times").jsonPrimitive.int))
}
