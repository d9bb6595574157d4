package app.xunlou.contract

import java.time.OffsetDateTime
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteRecursively
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

/** Plays a scenario on a stage: does its steps one by one, with what they have saved. */
class Story(private val scenario: Scenario, private val stage: Stage) : AutoCloseable {
    private val home = createTempDirectory("xunlou-contract-")
    private val clock = StoryClock(scenario.starts)
    private val devices = mutableMapOf<String, Device>()
    private val saved = mutableMapOf<String, JsonElement>()
    private var serverRuns = true

    fun play() = about(scenario.file) {
        val households = JsonPrimitive(scenario.households)
        stage.ask("open", "at" to moment(clock.now), "households" to households)
        val count = scenario.steps.size
        scenario.steps.forEachIndexed { index, step ->
            about("step ${index + 1} of $count (${brief(step)})") { play(filled(step)) }
        }
    }

    private fun play(step: JsonObject) {
        when (step.verb) {
            "clock" -> turn(OffsetDateTime.parse(step.getValue("clock").text))

            "server" -> save(step, server(step))

            "call" -> save(step, Call(step) { device(step, "on") }.run())

            "heard" -> device(step, "on").heard.expect(step.getValue("heard"))

            "device" -> device(step, "device").clock.ahead =
                step.getValue("clock_off").jsonPrimitive.long
        }
    }

    private fun turn(to: OffsetDateTime) {
        clock.turn(to)
        if (serverRuns) stage.ask("clock", "at" to moment(clock.now))
    }

    private fun server(step: JsonObject) = when (val what = step.getValue("server").text) {
        "enrol" -> stage.ask(what, "person" to step.getValue("person"))
        "revoke" -> stage.ask(what, "device" to step.getValue("device"))
        "photo" -> stage.ask(what, "seed" to step.getValue("seed"))
        "stop" -> stage.ask(what).also { serverRuns = false }
        "start" -> stage.ask(what, "at" to moment(clock.now)).also { serverRuns = true }
        else -> throw IllegalArgumentException("the server does no `$what`")
    }

    /** The device that is named under this key; it is there from then on. */
    private fun device(step: JsonObject, key: String): Device {
        val name = requireNotNull(step[key]) { "`$key` names no device" }.text
        return devices.getOrPut(name) { Device(home.resolve(name), clock) }
    }

    private fun save(step: JsonObject, result: JsonElement) {
        val paths = step["save"]?.jsonObject.orEmpty()
        paths.forEach { (variable, path) -> saved[variable] = result.at(path.text) }
    }

    private fun filled(step: JsonObject) = step.with { json ->
        json.textOrNull?.takeIf { it.startsWith("$") }?.let { variable ->
            requireNotNull(saved[variable.drop(1)]) { "`$variable` was not saved" }
        }
    }.jsonObject

    @OptIn(ExperimentalPathApi::class)
    override fun close() {
        devices.values.forEach(Device::close)
        home.deleteRecursively()
    }
}

private fun brief(step: JsonObject) =
    listOfNotNull(step["on"]?.textOrNull, step.verb, step[step.verb]?.textOrNull).joinToString(" ")
