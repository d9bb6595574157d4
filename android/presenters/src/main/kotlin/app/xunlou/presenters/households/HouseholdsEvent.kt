package app.xunlou.presenters.households

import app.xunlou.core.DocumentId

/** What a person does among the customer files. */
sealed interface HouseholdsEvent {
    /** A part of a name, a unit, a phone or a plate is being typed. */
    data class Searched(val query: String) : HouseholdsEvent

    data class HouseholdTapped(val household: DocumentId) : HouseholdsEvent

    data object NoticeSeen : HouseholdsEvent
}
