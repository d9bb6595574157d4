package app.xunlou.presenters.households

import app.xunlou.core.AreaCoverage
import app.xunlou.core.DocumentId
import app.xunlou.core.NextVisit
import app.xunlou.presenters.Times
import app.xunlou.presenters.Words

/** How far a visit quota is met: of the month, of the quarter (H1, H2). */
data class CoverageLine(
    val id: String,
    val title: String,
    /** `12 / 60`. */
    val figures: String,
    /** 0 to 1. */
    val share: Float,
    val met: Boolean,
)

/** A household to visit next. */
data class VisitRow(val id: DocumentId, val unit: String, val last: String)

internal fun Words.of(line: AreaCoverage): CoverageLine {
    val (visited, target) = line.coverage.visited to line.coverage.target
    return CoverageLine(
        id = line.quota,
        title = of(line.label),
        figures = "$visited / $target",
        share = if (target > 0) (visited.toFloat() / target).coerceAtMost(1f) else 1f,
        met = line.coverage.met,
    )
}

internal fun Words.of(visit: NextVisit, times: Times): VisitRow {
    val last = visit.lastVisit?.let { this("today-last-visit", "day" to times.fullDay(it)) }
    return VisitRow(visit.household, visit.unit, last ?: this("today-no-visit"))
}
