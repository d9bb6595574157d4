package app.xunlou.contract

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive

/** Where a value does not match, what was expected there, and what was there. */
data class Mismatch(val path: String, val expected: JsonElement, val got: JsonElement) {
    override fun toString() = "at $path expected ${shown(expected)}, got ${shown(got)}"
}

private const val MOST_SHOWN = 2_000

private fun shown(value: JsonElement) = value.toString().let { text ->
    if (text.length > MOST_SHOWN) "${text.take(MOST_SHOWN)}… (${text.length} characters)" else text
}

/** The first place where a value does not match a pattern; `null` where all of it matches. */
fun mismatch(pattern: JsonElement, value: JsonElement, path: String): Mismatch? {
    val here = Mismatch(path, pattern, value)
    return when (pattern) {
        is JsonPrimitive -> here.takeUnless { same(pattern, value) }

        is JsonArray -> inEntries(pattern, value, here)

        is JsonObject -> when (val word = pattern.keys.find { it.startsWith("$") }) {
            null -> inFields(pattern, value, here)
            else -> inWord(word, pattern, value, here)
        }
    }
}

private fun inEntries(pattern: JsonArray, value: JsonElement, here: Mismatch): Mismatch? {
    val entries = (value as? JsonArray)?.takeIf { it.size == pattern.size } ?: return here
    return pattern.indices.firstNotNullOfOrNull { place ->
        mismatch(pattern[place], entries[place], "${here.path}[$place]")
    }
}

private fun inFields(pattern: JsonObject, value: JsonElement, here: Mismatch): Mismatch? {
    val fields = (value as? JsonObject)?.takeIf { it.keys.containsAll(pattern.keys) } ?: return here
    return pattern.keys.firstNotNullOfOrNull { name ->
        mismatch(pattern.getValue(name), fields.getValue(name), "${here.path}.$name")
    }
}

private fun inWord(word: String, of: JsonObject, value: JsonElement, here: Mismatch): Mismatch? {
    require(of.size == 1) { "`$word` stands alone, got ${of.keys}" }
    val operand = of.getValue(word)
    return when (word) {
        "\$both" -> operand.jsonArray.firstNotNullOfOrNull { mismatch(it, value, here.path) }
        else -> here.takeUnless { fits(word, operand, value) }
    }
}

private fun fits(word: String, operand: JsonElement, value: JsonElement) = when (word) {
    "\$has" -> value is JsonArray && operand.jsonArray.all { one -> value.any { matches(one, it) } }
    "\$lacks" -> value is JsonArray && value.none { matches(operand, it) }
    "\$size" -> sizeOf(value) == operand.jsonPrimitive.int
    "\$least" -> number(value)?.let { it >= operand.jsonPrimitive.content.toBigDecimal() } == true
    "\$contains" -> value.textOrNull?.contains(operand.text) == true
    "\$not" -> !matches(operand, value)
    TIME -> isTime(value) && instant(value) == instant(operand.text)
    else -> throw IllegalArgumentException("`$word` is no pattern")
}

private fun matches(pattern: JsonElement, value: JsonElement) = mismatch(pattern, value, "") == null

private fun same(pattern: JsonPrimitive, value: JsonElement): Boolean {
    val number = number(pattern) ?: return pattern == value
    return number(value)?.compareTo(number) == 0
}

private fun number(value: JsonElement) =
    (value as? JsonPrimitive)?.takeUnless { it.isString }?.content?.toBigDecimalOrNull()

/** Of a list, or of a text in Unicode scalar values. */
private fun sizeOf(value: JsonElement): Int? =
    (value as? JsonArray)?.size ?: value.textOrNull?.let { it.codePointCount(0, it.length) }
