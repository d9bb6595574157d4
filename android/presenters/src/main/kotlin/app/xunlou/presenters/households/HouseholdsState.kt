package app.xunlou.presenters.households

import app.xunlou.core.AreaId
import app.xunlou.core.DocumentId
import app.xunlou.presenters.Notice

/** What the screen of all customer files 客户档案 shows: what was found, or else how far the visits have come. */
data class HouseholdsState(
    /** Nothing is here yet. */
    val loading: Boolean = true,
    /** What is searched for, as it was typed. */
    val query: String = "",
    /** What was found, by unit; `null` while nothing is searched for. */
    val hits: List<Hit>? = null,
    val areas: List<Area> = emptyList(),
    /** Something to say. */
    val notice: Notice? = null,
) {
    /** A household that was found. */
    data class Hit(
        val id: DocumentId,
        val unit: String,
        /** Who lives there, or owns it. */
        val names: String,
        /** The field that matched, with its value; `null` where it was the unit. */
        val matched: String?,
    )

    /** The visits of an area. */
    data class Area(
        val id: AreaId,
        val name: String,
        /** Of the month, of the quarter (H1, H2). */
        val coverage: List<CoverageLine>,
        /** Whom to visit next. */
        val visits: List<VisitRow>,
    )
}
