package app.xunlou.presenters.testing

import java.time.OffsetDateTime
import java.time.format.DateTimeFormatter
import java.util.Base64
import java.util.concurrent.TimeUnit

/**
 * The program `xunlou-stage`, which gives tests a real server with an invented estate: a JSON object a line
 * goes in, one comes out. `tests/src/bin/stage` says what may be asked, `tests/src/estate.rs` who is there.
 */
class Stage : AutoCloseable {
    private val process = run {
        val program = checkNotNull(System.getenv("XUNLOU_STAGE")) { "set XUNLOU_STAGE and XUNLOU_SERVER_BIN: see android/README.md" }
        val builder = ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.INHERIT)
        // A server takes what begins so for its settings.
        builder.environment().keys.removeIf { it.startsWith("XUNLOU_") && it != "XUNLOU_SERVER_BIN" }
        builder.start()
    }
    private val requests = process.outputWriter(Charsets.UTF_8)
    private val answers = process.inputReader(Charsets.UTF_8)

    /** A new estate, and a server that runs from this moment on. */
    fun open(at: OffsetDateTime, householdsPerBuilding: Int = 4) {
        ask(""""open","at":"${moment(at)}","households":$householdsPerBuilding""")
    }

    /** The link of a one-time code for a device of this person. */
    fun enrol(login: String): String = text("link", ask(""""enrol","person":"$login""""))

    /** The server goes on from another moment. */
    fun clock(at: OffsetDateTime) {
        ask(""""clock","at":"${moment(at)}"""")
    }

    /** The server goes away: there is no network. */
    fun stop() {
        ask(""""stop"""")
    }

    /** The server comes back. */
    fun start(at: OffsetDateTime) {
        ask(""""start","at":"${moment(at)}"""")
    }

    /** The office revokes a device. */
    fun revoke(device: String) {
        ask(""""revoke","device":"$device"""")
    }

    /** A small invented photo, another for each seed. */
    fun photo(seed: Int): ByteArray = Base64.getDecoder().decode(text("jpeg", ask(""""photo","seed":$seed""")))

    private fun ask(what: String): String {
        requests.write("{\"do\":$what}\n")
        requests.flush()
        val answer = checkNotNull(answers.readLine()) { "the stage ended at $what" }
        check(answer.startsWith("{\"ok\":")) { "the stage answered $what with $answer" }
        return answer
    }

    /** With its seconds, which Java leaves out where they are none. */
    private fun moment(at: OffsetDateTime): String = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at)

    /** What the answer says under this name. Nothing there is escaped: links, base64. */
    private fun text(name: String, answer: String): String =
        checkNotNull(Regex("\"$name\":\"([^\"\\\\]*)\"").find(answer)) { "no $name in $answer" }.groupValues[1]

    /** The end of its input is its end; the server and the files go with it. */
    override fun close() {
        requests.close()
        if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly()
    }
}
