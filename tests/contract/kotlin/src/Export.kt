package app.xunlou.contract

import app.xunlou.core.SubscriptionInterface
import app.xunlou.core.Workspace
import app.xunlou.core.WorkspaceInterface
import java.lang.reflect.InvocationTargetException
import kotlin.reflect.KClass
import kotlin.reflect.KFunction
import kotlin.reflect.KParameter
import kotlin.reflect.full.declaredMemberFunctions
import kotlin.reflect.full.instanceParameter
import kotlin.reflect.jvm.kotlinFunction
import kotlinx.serialization.json.JsonObject

/** Something that the library exports, and what it is called on. */
class Export private constructor(private val function: KFunction<*>, private val receiver: Any?) {
    /** Calls it. Throws what it throws. */
    fun call(said: JsonObject, given: (KParameter) -> Any?): Any? {
        val receiver = function.instanceParameter?.let { mapOf(it to receiver) }.orEmpty()
        val arguments = receiver + arguments(function, said, given)
        return try {
            function.callBy(arguments)
        } catch (thrown: InvocationTargetException) {
            throw thrown.targetException
        }
    }

    companion object {
        /** Where Kotlin keeps the functions that belong to no type. */
        private val functions = Class.forName("app.xunlou.core.XunlouKt").declaredMethods

        /** Finds `start_record` or `version`, and `Workspace.open` or `Subscription.cancel`. */
        fun find(name: String, device: () -> Device): Export {
            val type = name.substringBefore('.', "")
            val own = name.substringAfter('.')
            val found = when (type) {
                "" -> method(WorkspaceInterface::class, own) { device().open } ?: function(own)

                "Workspace" -> method(Workspace.Companion::class, own) { Workspace.Companion }

                "Subscription" -> method(SubscriptionInterface::class, own) {
                    device().subscriptions.removeLast()
                }

                else -> null
            }
            return requireNotNull(found) { "`$name` is not exported" }
        }

        private fun method(type: KClass<*>, name: String, receiver: () -> Any): Export? {
            val method = type.declaredMemberFunctions.find { snake(it.name) == name }
            return method?.let { Export(it, receiver()) }
        }

        private fun function(name: String): Export? {
            val named = functions.filter { snake(it.name) == name }
            return named.firstNotNullOfOrNull { it.kotlinFunction }?.let { Export(it, null) }
        }
    }
}
