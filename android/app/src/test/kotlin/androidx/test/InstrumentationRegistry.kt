package androidx.test.platform.app

import android.app.Instrumentation
import android.os.Bundle

/** Google's repository alone has androidx.test; Robolectric needs no more of it than stands in these files. */
object InstrumentationRegistry {
    private var instance: Instrumentation? = null
    private var arguments: Bundle? = null

    @JvmStatic
    fun registerInstance(instrumentation: Instrumentation?, args: Bundle?) {
        instance = instrumentation
        arguments = args?.let(::Bundle)
    }

    @JvmStatic
    fun getInstrumentation(): Instrumentation = checkNotNull(instance) { "no instrumentation is registered" }

    @JvmStatic
    fun getArguments(): Bundle = Bundle(arguments)
}
