package app.xunlou.presenters.today

import app.xunlou.core.AreaId
import app.xunlou.core.DocumentId

/** What a person does on 今日. Duties go by their id in the state. */
sealed interface TodayEvent {
    /** A duty's record is begun, gone on with or looked at. */
    data class Opened(val duty: String) : TodayEvent

    /** A slot was late or missed, and the person wants to say why. */
    data class ExcuseTapped(val duty: String) : TodayEvent

    data class ReasonChosen(val reason: String) : TodayEvent

    data class ExcuseTyped(val note: String) : TodayEvent

    data object ExcuseSent : TodayEvent

    data object ExcuseDropped : TodayEvent

    data class VisitTapped(val household: DocumentId) : TodayEvent

    data class CaseTapped(val case: DocumentId) : TodayEvent

    data object AllCasesTapped : TodayEvent

    /** Something is to be reported in an area. */
    data class ReportTapped(val area: AreaId) : TodayEvent

    data object ConflictsTapped : TodayEvent

    data object SyncTapped : TodayEvent

    data object SettingsTapped : TodayEvent

    data object NoticeSeen : TodayEvent
}
