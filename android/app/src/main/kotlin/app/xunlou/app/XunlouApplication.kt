package app.xunlou.app

import android.app.Application

/** The process. Nothing is opened here: it also starts for an alarm that has nothing to say. */
open class XunlouApplication : Application() {
    /** Put together by the first who asks; in tests, again after the app was "killed". */
    open val services: Services by lazy { Services(this) }

    override fun onCreate() {
        super.onCreate()
        services.start()
    }
}
