package app.xunlou.app.reminders

import android.content.Context

/** What was said already, so that nothing is said twice. */
class Told(context: Context) {
    private val kept = context.getSharedPreferences("told", Context.MODE_PRIVATE)

    /** Notes that these are said; returns those that were not before. What is no longer [current] is forgotten. */
    fun firstTime(list: String, keys: List<String>, current: Set<String> = keys.toSet()): List<String> {
        val before = kept.getStringSet(list, emptySet()).orEmpty()
        kept.edit().putStringSet(list, before.intersect(current) + keys).apply()
        return keys - before
    }
}
