package app.xunlou.presenters.household

import app.xunlou.core.DocumentId
import app.xunlou.presenters.Choice
import app.xunlou.presenters.Notice

/** What the screen of a customer file 客户档案 shows. */
data class HouseholdState(
    /** Nothing is here yet. */
    val loading: Boolean = true,
    /** `1-1203`. */
    val unit: String = "",
    /** All fields of the rules, in their order. */
    val fields: List<Field> = emptyList(),
    /** The newest first. */
    val visits: List<Visit> = emptyList(),
    /** This person fills in visits. */
    val canVisit: Boolean = false,
    /** A visit is being begun. */
    val starting: Boolean = false,
    /** Something to say. */
    val notice: Notice? = null,
) {
    fun field(id: String): Field? = fields.find { it.id == id }

    /** A field, with what is known of it: one value, or several such as of vehicles. */
    data class Field(
        val id: String,
        val title: String,
        val input: FieldInput,
        /** At least one, which may be unknown. */
        val entries: List<Entry>,
        /** Another one can be added beside what is known. */
        val canAdd: Boolean,
        /** The other one that is being added. */
        val adding: Form?,
    )

    /** A value of a field. */
    data class Entry(
        val key: String,
        /** `null` while nobody knows. */
        val text: String?,
        /** Where it comes from, when and by whom. */
        val source: String?,
        /** Two phones wrote different things while apart. */
        val conflict: Boolean,
        /** The number to call. */
        val dial: String?,
        /** The rules know the field. */
        val canEdit: Boolean,
        /** The change that is being written. */
        val form: Form?,
    )

    /** A value that is being written, and where one has it from. */
    data class Form(
        val value: String,
        /** The value in words, where it is a day. */
        val said: String?,
        val sources: List<Choice>,
        val source: String,
        /** There is something to save. */
        val canSave: Boolean,
        /** It is not committed yet. */
        val saving: Boolean,
        /** What was written does not fit, and is not saved. */
        val wrong: String?,
    )

    /** A visit. */
    data class Visit(
        val id: DocumentId,
        val day: String,
        val by: String?,
        /** That it is not finished. */
        val open: String?,
    )
}
