package app.xunlou.contract

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** The text that this is, if it is one. */
val JsonElement.textOrNull: String?
    get() = (this as? JsonPrimitive)?.takeIf { it.isString }?.content

/** The text that this must be. */
val JsonElement.text: String
    get() = requireNotNull(textOrNull) { "expected a text, got $this" }

/** The same, with another value wherever `other` has one. */
fun JsonElement.with(other: (JsonElement) -> JsonElement?): JsonElement =
    other(this) ?: when (this) {
        is JsonObject -> JsonObject(mapValues { (_, value) -> value.with(other) })
        is JsonArray -> JsonArray(map { it.with(other) })
        is JsonPrimitive -> this
    }

/** What is at a path of fields and places; `.` is the whole. */
fun JsonElement.at(path: String): JsonElement =
    path.split('.').filter(String::isNotEmpty).fold(this) { here, part ->
        val found = when (here) {
            is JsonObject -> here[part]
            is JsonArray -> part.toIntOrNull()?.let(here::getOrNull)
            is JsonPrimitive -> null
        }
        requireNotNull(found) { "there is no `$path`" }
    }
