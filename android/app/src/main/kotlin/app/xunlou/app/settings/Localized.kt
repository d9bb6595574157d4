package app.xunlou.app.settings

import android.content.Context
import app.xunlou.presenters.Words

/** Words of the app's language, which need not be the phone's. */
val Settings.words: Words get() = Words(language)

/** The same context, with resources in the app's language: for notifications and what else the system shows. */
fun Settings.localized(context: Context): Context {
    val configuration = android.content.res.Configuration(context.resources.configuration)
    configuration.setLocale(words.locale)
    return context.createConfigurationContext(configuration)
}
