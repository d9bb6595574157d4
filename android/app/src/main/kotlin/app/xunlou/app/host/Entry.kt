package app.xunlou.app.host

import android.content.Context
import android.content.Intent
import app.xunlou.presenters.Place

/** How the app is entered: at a place, by a notification; or with an enrolment link that somebody tapped. */
object Entry {
    private const val PLACE = "place"

    /** Opens the app at a place. */
    fun to(context: Context, place: Place): Intent =
        // By name: the activity is where AndroidX is, in a source folder of its own.
        Intent().setClassName(context, "app.xunlou.app.MainActivity").putExtra(PLACE, Place.write(place))

    /** The place that an intent leads to, if it says one. */
    fun place(intent: Intent?): Place? = intent?.getStringExtra(PLACE)?.let(Place::read)

    /** The enrolment link that an intent brings. A person still looks at it and confirms. */
    fun link(intent: Intent?): String? =
        intent?.takeIf { it.action == Intent.ACTION_VIEW }?.data?.takeIf { it.scheme == "xunlou" }?.toString()
}
