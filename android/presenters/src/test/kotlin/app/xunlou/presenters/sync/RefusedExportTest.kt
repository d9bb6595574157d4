package app.xunlou.presenters.sync

import app.xunlou.core.RefusedChange
import java.time.Instant
import kotlin.test.assertEquals
import org.junit.jupiter.api.Test

class RefusedExportTest {
    @Test
    fun `a file holds ids and codes as they are, and the change itself in base64`() {
        val change = RefusedChange(
            hash = "ab12",
            document = "6f6d8e0c-3a61-4c3f-9d0e-5b0a4f1f7a11",
            kind = "record",
            outgoing = true,
            code = "unsafe",
            detail = "a \"key\" with\na line \\ end",
            bytes = byteArrayOf(0, 127, -1),
            at = Instant.parse("2026-03-18T02:30:01.250Z"),
        )
        val expected = """
            [
              {
                "at" : "2026-03-18T02:30:01Z",
                "bytes" : "AH//",
                "code" : "unsafe",
                "detail" : "a \"key\" with\u000aa line \\ end",
                "document" : "6f6d8e0c-3a61-4c3f-9d0e-5b0a4f1f7a11",
                "hash" : "ab12",
                "kind" : "record",
                "outgoing" : true
              }
            ]
        """.trimIndent() + "\n"
        assertEquals(expected, listOf(change).toJson().decodeToString())
    }
}
