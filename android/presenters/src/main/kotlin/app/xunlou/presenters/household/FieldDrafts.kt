package app.xunlou.presenters.household

private const val KNOWN = "known "
private const val VALUE = "value "
private const val SOURCE = "source "

/** Behind the field's key, which has no spaces. */
private const val ANOTHER = " +"

private val At.line: String get() = if (another) field + ANOTHER else field

/** The forms in which something is written, as the fields of a draft. */
internal fun Map<At, HouseholdHand.Draft>.filledIn(): Map<String, String> = buildMap {
    for ((at, draft) in this@filledIn) {
        if (draft.saved || draft.value == draft.known) continue
        put(KNOWN + at.line, draft.known)
        put(VALUE + at.line, draft.value)
        put(SOURCE + at.line, draft.source.name)
    }
}

/** The forms of a draft. */
internal fun draftsOf(fields: Map<String, String>): Map<At, HouseholdHand.Draft> = buildMap {
    for ((name, value) in fields) {
        if (!name.startsWith(VALUE)) continue
        val line = name.removePrefix(VALUE)
        val source = HouseholdHand.SOURCES.find { it.name == fields[SOURCE + line] } ?: HouseholdHand.SOURCES.first()
        val at = At(line.removeSuffix(ANOTHER), another = line.endsWith(ANOTHER))
        put(at, HouseholdHand.Draft(fields[KNOWN + line].orEmpty(), value, source))
    }
}
