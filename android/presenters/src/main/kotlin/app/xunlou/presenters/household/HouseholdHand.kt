package app.xunlou.presenters.household

import app.xunlou.core.FieldSource
import app.xunlou.presenters.Notice

/** What the person is at with a customer file, which the core does not know. */
internal data class HouseholdHand(
    /** The forms that are open. */
    val forms: Map<At, Draft> = emptyMap(),
    /** A visit is being begun. */
    val starting: Boolean = false,
    val notice: Notice? = null,
) {
    data class Draft(
        /** What was known when the form was opened. */
        val known: String,
        val value: String = known,
        val source: FieldSource = SOURCES.first(),
        val saving: Boolean = false,
        /** It is committed: the form goes once that was read. */
        val saved: Boolean = false,
        val wrong: String? = null,
    )

    /** Changes a form, if it is still open. */
    fun draft(at: At, change: Draft.() -> Draft): HouseholdHand =
        forms[at]?.let { copy(forms = forms + (at to it.change())) } ?: this

    companion object {
        /** Where a person can have a value from. */
        val SOURCES = listOf(FieldSource.VISIT, FieldSource.PHONE, FieldSource.OFFICE, FieldSource.OBSERVED)
    }
}
