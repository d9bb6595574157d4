package app.xunlou.presenters.household

import app.xunlou.core.FieldInfo
import app.xunlou.core.FieldKind
import app.xunlou.presenters.Choice
import app.xunlou.presenters.Words

/** How a value is written, in a customer file and where two phones wrote different ones. */
sealed interface FieldInput {
    data object Text : FieldInput

    /** A telephone number. */
    data object Phone : FieldInput

    /** A day, `2026-03-18`. */
    data object Date : FieldInput

    /** A whole number of [unit]. */
    data class Number(val unit: String?) : FieldInput

    /** One of these. */
    data class OneOf(val options: List<Choice>) : FieldInput
}

internal fun Words.inputOf(field: FieldInfo): FieldInput = when (field.kind) {
    FieldKind.TEXT, FieldKind.PLATE -> FieldInput.Text
    FieldKind.PHONE -> FieldInput.Phone
    FieldKind.DATE -> FieldInput.Date
    FieldKind.CHOICE -> FieldInput.OneOf(field.choices.map { Choice(it.id, of(it.label)) })
}
