package app.xunlou.presenters.cases

import app.xunlou.core.DocumentId

/** What a person does on 待办. */
sealed interface CasesEvent {
    /** Others are to be shown: the id of a filter. */
    data class FilterChosen(val filter: String) : CasesEvent

    data class CaseTapped(val case: DocumentId) : CasesEvent

    /** Something on the area's public ground is to be reported. */
    data object ReportTapped : CasesEvent

    data object NoticeSeen : CasesEvent
}
