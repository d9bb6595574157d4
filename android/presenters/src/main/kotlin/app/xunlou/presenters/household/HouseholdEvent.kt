package app.xunlou.presenters.household

import app.xunlou.core.DocumentId

/** What a person does with a customer file. */
sealed interface HouseholdEvent {
    /** A form is opened: to change a value, or to add [At.another]. */
    data class EditTapped(val at: At) : HouseholdEvent

    /** A value is being typed or was chosen; empty: it is to be unknown. */
    data class Written(val at: At, val value: String) : HouseholdEvent

    data class SourceChosen(val at: At, val source: String) : HouseholdEvent

    data class Saved(val at: At) : HouseholdEvent

    /** No change after all. */
    data class Dropped(val at: At) : HouseholdEvent

    data class CallTapped(val number: String) : HouseholdEvent

    data object ConflictTapped : HouseholdEvent

    /** A visit is begun, or one that was begun today gone on with. */
    data object VisitTapped : HouseholdEvent

    data class RecordTapped(val record: DocumentId) : HouseholdEvent

    data object ReportTapped : HouseholdEvent

    data object NoticeSeen : HouseholdEvent

    data object BackTapped : HouseholdEvent
}

/** What a form is about: the value under the key [field], or [another] value of the field [field]. */
data class At(val field: String, val another: Boolean = false)
