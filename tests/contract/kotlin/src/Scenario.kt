package app.xunlou.contract

import java.nio.file.Path
import java.time.OffsetDateTime
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** A scenario file. Its steps stay JSON until they are done: only then its variables are known. */
class Scenario(
    val file: String,
    val starts: OffsetDateTime,
    val households: Int,
    val steps: List<JsonObject>
) {
    companion object {
        private val keys = setOf("title", "story", "starts", "households", "steps")

        fun read(path: Path): Scenario = about(path.name) {
            val file = Json.parseToJsonElement(path.readText()).jsonObject
            require(file.keys == keys) { "expected the keys $keys, got ${file.keys}" }
            val steps = file.getValue("steps").jsonArray.map { it.jsonObject }
            steps.forEachIndexed { index, step -> about("step ${index + 1}") { checkKeys(step) } }
            val starts = OffsetDateTime.parse(file.getValue("starts").text)
            Scenario(path.name, starts, file.getValue("households").jsonPrimitive.int, steps)
        }
    }
}

/** The keys that say what a step is, and what may go with each. Revoking names a `device` too. */
private val stepKeys = mapOf(
    "server" to setOf("person", "device", "seed", "save"),
    "call" to setOf(
        "on", "with", "expect", "fails", "save", "repeat",
        "key", "installation", "listener", "cancelled", "progress"
    ),
    "heard" to setOf("on"),
    "clock" to setOf(),
    "device" to setOf("clock_off")
)

/** The key that says what a step is. */
val JsonObject.verb: String
    get() {
        val verb = stepKeys.keys.find { it in keys }
        return requireNotNull(verb) { "expected one of ${stepKeys.keys}, got $keys" }
    }

private fun checkKeys(step: JsonObject) {
    val unknown = step.keys - stepKeys.getValue(step.verb) - step.verb
    require(unknown.isEmpty()) { "`${step.verb}` does not go with $unknown" }
}
