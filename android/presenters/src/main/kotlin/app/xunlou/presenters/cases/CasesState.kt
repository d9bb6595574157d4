package app.xunlou.presenters.cases

import app.xunlou.presenters.Choice
import app.xunlou.presenters.Notice

/** What 待办 shows: the cases that are not closed, the first due first. */
data class CasesState(
    /** Nothing is here yet. */
    val loading: Boolean = true,
    /** Which are shown: [ALL], [MINE], [OVERDUE], or the name of a state. */
    val filter: String = ALL,
    /** What can be shown, each with how many there are. */
    val filters: List<Choice> = emptyList(),
    val rows: List<CaseRow> = emptyList(),
    /** Something to say. */
    val notice: Notice? = null,
) {
    companion object {
        const val ALL = "all"

        /** What this person reported. */
        const val MINE = "mine"

        const val OVERDUE = "overdue"
    }
}
