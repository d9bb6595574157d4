package app.xunlou.presenters.sync

import app.xunlou.core.RefusedChange
import java.time.temporal.ChronoUnit
import java.util.Base64

/** What was refused, as a JSON file of the same shape on both platforms: ids, codes, and the changes in base64. */
internal fun List<RefusedChange>.toJson(): ByteArray =
    joinToString(",\n", "[\n", "\n]\n") { it.toJson() }.toByteArray()

private fun RefusedChange.toJson(): String {
    val values = listOf(
        "at" to text(at.truncatedTo(ChronoUnit.SECONDS).toString()),
        "bytes" to text(Base64.getEncoder().encodeToString(bytes)),
        "code" to text(code),
        "detail" to text(detail),
        "document" to text(document),
        "hash" to text(hash),
        "kind" to text(kind),
        "outgoing" to outgoing.toString(),
    )
    return values.joinToString(",\n", "  {\n", "\n  }") { (name, value) -> "    \"$name\" : $value" }
}

/** As JSON wants a text: quotes, backslashes and control characters escaped. */
private fun text(value: String): String = value.map { letter ->
    when {
        letter == '"' || letter == '\\' -> "\\$letter"
        letter < ' ' -> "\\u%04x".format(letter.code)
        else -> letter.toString()
    }
}.joinToString("", "\"", "\"")
