package app.xunlou.presenters.today

import app.xunlou.presenters.dayOrNull

private const val DUTY = "duty"
private const val DAY = "day"
private const val REASON = "reason"
private const val NOTE = "note"

/** The excuse as the fields of a draft; none while nothing is filled in. */
internal fun TodayHand.Excuse.filledIn(): Map<String, String> {
    if (reason == null && note.isBlank()) return emptyMap()
    val fields = mapOf(DUTY to duty, DAY to day.toString(), NOTE to note)
    return if (reason == null) fields else fields + (REASON to reason)
}

/** The excuse of a draft. */
internal fun excuseOf(fields: Map<String, String>): TodayHand.Excuse? {
    val duty = fields[DUTY] ?: return null
    val day = fields[DAY]?.let(::dayOrNull) ?: return null
    return TodayHand.Excuse(duty, day, fields[REASON], fields[NOTE].orEmpty())
}
