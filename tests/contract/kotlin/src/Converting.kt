package app.xunlou.contract

import app.xunlou.core.Subscription
import app.xunlou.core.Workspace
import java.time.Instant
import java.time.LocalDate
import java.time.OffsetDateTime
import java.util.Base64
import kotlin.reflect.KClass
import kotlin.reflect.KFunction
import kotlin.reflect.KParameter
import kotlin.reflect.KType
import kotlin.reflect.full.isSubclassOf
import kotlin.reflect.full.memberProperties
import kotlin.reflect.full.primaryConstructor
import kotlin.reflect.full.superclasses
import kotlin.reflect.full.valueParameters
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

/** A scenario's value as the type that the generated Kotlin declares. */
fun toKotlin(json: JsonElement, type: KType): Any? {
    if (json is JsonNull) {
        require(type.isMarkedNullable) { "expected $type, got nothing" }
        return null
    }
    val target = type.classifier as KClass<*>
    return when {
        target == String::class -> json.text
        target == Long::class -> json.jsonPrimitive.long
        target == Boolean::class -> json.jsonPrimitive.boolean
        target == ByteArray::class -> Base64.getDecoder().decode(json.text)
        target == Instant::class -> instant(json)
        target == LocalDate::class -> LocalDate.parse(json.text)
        target == List::class -> json.jsonArray.map { toKotlin(it, type.arguments.single().type!!) }
        target.isSubclassOf(Enum::class) -> constant(json.text, target)
        target.isSealed -> variant(json, target)
        else -> build(target, json.jsonObject)
    }
}

private fun constant(name: String, type: KClass<*>): Any =
    requireNotNull(type.java.enumConstants.find { toJson(it) == JsonPrimitive(name) }) {
        "`$name` is no ${type.simpleName}"
    }

private fun variant(json: JsonElement, type: KClass<*>): Any {
    val name = json.textOrNull ?: json.jsonObject.keys.single()
    val variant = type.sealedSubclasses.find { snake(it.simpleName!!) == name }
    requireNotNull(variant) { "`$name` is no ${type.simpleName}" }
    if (json is JsonObject) return build(variant, json.getValue(name).jsonObject)
    return requireNotNull(variant.objectInstance) { "`$name` has fields" }
}

private fun build(record: KClass<*>, fields: JsonObject): Any {
    val constructor = requireNotNull(record.primaryConstructor) { "$record is not made of fields" }
    return constructor.callBy(arguments(constructor, fields))
}

/** The arguments of a function, by the names that are said; for one that is not, what is `given`. */
fun arguments(
    function: KFunction<*>,
    said: JsonObject,
    given: (KParameter) -> Any? = { null }
): Map<KParameter, Any?> {
    val named = function.valueParameters.associateBy { snake(it.name!!) }
    val unknown = said.keys - named.keys
    require(unknown.isEmpty()) { "`${function.name}` takes no $unknown" }
    return named.entries.associate { (name, parameter) ->
        val own = if (name in said) null else given(parameter)
        parameter to (own ?: about("`$name`") { toKotlin(said[name] ?: JsonNull, parameter.type) })
    }
}

/** A value of the generated Kotlin as scenarios write it. What is no value is `null`. */
fun toJson(value: Any?): JsonElement = when (value) {
    null, Unit, is Workspace, is Subscription -> JsonNull
    is String -> JsonPrimitive(value)
    is Long -> JsonPrimitive(value)
    is Boolean -> JsonPrimitive(value)
    is ByteArray -> JsonPrimitive(Base64.getEncoder().encodeToString(value))
    is Instant -> JsonObject(mapOf(TIME to JsonPrimitive(value.toString())))
    is LocalDate -> JsonPrimitive(value.toString())
    is List<*> -> JsonArray(value.map(::toJson))
    is Enum<*> -> JsonPrimitive(value.name.lowercase())
    else -> composed(value)
}

/** A record, or a variant with or without fields; errors are such variants. */
private fun composed(value: Any): JsonElement {
    val type = value::class
    val properties = type.memberProperties.associateBy { it.name }
    // Those that the constructor takes: an exception has others too, and an object has none.
    val fields = type.primaryConstructor?.parameters.orEmpty().associate { parameter ->
        snake(parameter.name!!) to toJson(properties.getValue(parameter.name!!).getter.call(value))
    }
    if (type.superclasses.none { it.isSealed }) return JsonObject(fields)
    val name = snake(type.simpleName!!)
    return if (fields.isEmpty()) {
        JsonPrimitive(name)
    } else {
        JsonObject(mapOf(name to JsonObject(fields)))
    }
}

/** The key of a time. */
const val TIME = "\$time"

/** Whether this is a time as scenarios write it. */
fun isTime(json: JsonElement) = json is JsonObject && json.keys == setOf(TIME)

/** The instant of a time with its zone, such as `2026-03-18T10:30:00+08:00`. */
fun instant(text: String): Instant = OffsetDateTime.parse(text).toInstant()

/** The instant of a time as scenarios write it. */
fun instant(json: JsonElement): Instant {
    require(isTime(json)) { "expected a time, got $json" }
    return instant(json.jsonObject.getValue(TIME).text)
}

private val hump = Regex("(?<=[a-z0-9])(?=[A-Z])")

/** A name of the generated Kotlin as scenarios write it. */
fun snake(name: String) = name.replace(hump, "_").lowercase()
