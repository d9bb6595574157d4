package app.xunlou.presenters

import app.xunlou.core.EstateRules
import app.xunlou.core.Language
import app.xunlou.core.SlotTimes
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.time.format.DateTimeParseException

/** Times and days as people read them: in the estate's zone, whatever zone the phone is in. */
class Times(val zone: ZoneId, private val words: Words) {
    constructor(rules: EstateRules, words: Words) : this(ZoneId.of(rules.timeZone), words)

    private val chinese = words.language == Language.CHINESE
    private val clock = pattern("HH:mm")
    private val shortDay = pattern(if (chinese) "M月d日 EEE" else "EEE d MMM")
    private val longDay = pattern(if (chinese) "yyyy年M月d日" else "d MMM yyyy")

    /** `10:42`. */
    fun time(at: Instant): String = clock.format(at.atZone(zone))

    /** `3月18日 周三`, `Wed 18 Mar`. */
    fun day(day: LocalDate): String = shortDay.format(day)

    /** `2026年3月18日`, `18 Mar 2026`: for what may be long ago. */
    fun fullDay(day: LocalDate): String = longDay.format(day)

    /** The estate's day of an instant. */
    fun dayOf(at: Instant): LocalDate = at.atZone(zone).toLocalDate()

    /** `10:42` today, else `3月18日 周三 10:42`; with the year in place of the weekday, if it is another one. */
    fun moment(at: Instant, today: LocalDate): String {
        val day = dayOf(at)
        return when {
            day == today -> time(at)
            day.year == today.year -> "${day(day)} ${time(at)}"
            else -> "${fullDay(day)} ${time(at)}"
        }
    }

    /** `10:30–11:00`: from when a slot is due until its block closes. */
    fun window(times: SlotTimes): String = "${time(times.starts ?: times.opens)}–${time(times.closes)}"

    private fun pattern(pattern: String) = DateTimeFormatter.ofPattern(pattern, words.locale)
}

/** The day of a text; `null` for what is none. */
internal fun dayOrNull(text: String): LocalDate? = try {
    LocalDate.parse(text)
} catch (_: DateTimeParseException) {
    null
}
