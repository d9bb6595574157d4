package app.xunlou.contract

import java.time.OffsetDateTime
import java.time.format.DateTimeFormatter
import java.util.concurrent.TimeUnit
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject

/** The program `xunlou-stage`, which has a real server: a request a line, an answer a line. */
class Stage : AutoCloseable {
    private val process = start()
    private val requests = process.outputWriter(Charsets.UTF_8)
    private val answers = process.inputReader(Charsets.UTF_8)

    /** Asks for something; returns what the answer says. */
    fun ask(what: String, vararg details: Pair<String, JsonElement>): JsonObject {
        val request = JsonObject(mapOf("do" to JsonPrimitive(what)) + details)
        requests.write("$request\n")
        requests.flush()
        val answer = checkNotNull(answers.readLine()) { "the stage ended at $request" }
        val ok = Json.parseToJsonElement(answer).jsonObject["ok"]
        return checkNotNull(ok) { "the stage answered $request with $answer" }.jsonObject
    }

    /** The end of its input is its end; the server and the files go with it. */
    override fun close() {
        requests.close()
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly()
            throw IllegalStateException("the stage did not end within 30 s")
        }
    }
}

/** A moment as the stage reads it: with its seconds, even if they are 0. */
fun moment(at: OffsetDateTime) = JsonPrimitive(at.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME))

private fun start(): Process {
    val program = System.getenv("XUNLOU_STAGE")
    checkNotNull(program) { "XUNLOU_STAGE is to name the program xunlou-stage" }
    return ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.INHERIT).start()
}
