package app.xunlou.contract

import app.xunlou.core.NewRecord
import app.xunlou.core.RecordAbout
import java.nio.file.Path
import java.time.OffsetDateTime
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** The walk-through of `bindings/README.md` does what it says. */
class FirstScreenTest {
    private val shown = LinkedBlockingQueue<List<String>>()

    private fun awaitShown(line: (String) -> Boolean): String? {
        val until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10)
        while (System.nanoTime() < until) {
            shown.poll(1, TimeUnit.SECONDS)?.firstOrNull(line)?.let { return it }
        }
        return null
    }

    @Test
    fun `the first screen shows what is due, and what becomes of it`(@TempDir directory: Path) {
        val at = OffsetDateTime.parse("2026-03-18T10:30:00+08:00")
        Stage().use { stage ->
            stage.ask(
                "open",
                "at" to moment(at),
                "households" to JsonPrimitive(2),
            )
            val link = stage.ask("enrol", "person" to JsonPrimitive("lin"))["link"]!!.jsonPrimitive.content
            val device = Device(directory, StoryClock(at))
            val key = device.key.copyOf()
            var kept = 0L
            val workspace = openOrEnrol(device.config, key, { kept = it }) { link }
            assertEquals(workspace.opening().generation, kept)
            assertEquals(setOf<Byte>(0), key.toSet(), "the shell's copy of the key is wiped")

            FirstScreen(workspace, shown::add).use { screen ->
                screen.sync()
                assertNotNull(awaitShown { "应巡查" in it })
                val duty = workspace.today().first()
                val area = workspace.grants().areas.first()
                val slot = app.xunlou.core.DutySlot(duty.duty, duty.slot)
                workspace.startRecord(NewRecord(duty.form, slot, RecordAbout.Area(area), false))
                assertNotNull(awaitShown { "进行中" in it })
                stage.ask("stop")
                screen.sync()
                assertNotNull(awaitShown { "没有网络" in it })
            }
            workspace.destroy()
        }
    }
}
