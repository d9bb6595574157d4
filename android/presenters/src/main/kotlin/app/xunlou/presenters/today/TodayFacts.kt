package app.xunlou.presenters.today

import app.xunlou.core.AreaCoverage
import app.xunlou.core.AreaId
import app.xunlou.core.CaseView
import app.xunlou.core.DecorationView
import app.xunlou.core.DocumentId
import app.xunlou.core.DutySubject
import app.xunlou.core.DutyToday
import app.xunlou.core.EstateRules
import app.xunlou.core.Me
import app.xunlou.core.NextVisit
import app.xunlou.core.PersonId
import app.xunlou.core.SlotState
import app.xunlou.core.SyncStatus
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import java.time.Instant
import java.time.LocalDate

/** What the core knows about today, read in one go. */
internal class TodayFacts(
    val me: Me,
    val now: Instant,
    val day: LocalDate,
    val rules: EstateRules,
    val duties: List<DutyToday>,
    val areas: List<Area>,
    /** Decoration projects, for their papers. */
    val sites: Map<DocumentId, DecorationView>,
    /** Names of those who did something here. */
    val people: Map<PersonId, String>,
    /** Records that were begun late, with the reason that somebody gave already. */
    val excused: Map<DocumentId, String>,
    val cases: List<CaseView>,
    val conflicts: Int,
    val sync: SyncStatus,
) {
    class Area(val id: AreaId, val name: String, val coverage: List<AreaCoverage>, val visits: List<NextVisit>)
}

/** How many households to visit next are named for each area. */
private const val VISITS = 3L

/** Reads today. Blocks: for the core's dispatcher. */
internal fun WorkspaceInterface.todayFacts(): TodayFacts {
    val day = todayDate()
    val duties = today()
    return TodayFacts(
        me = me(),
        now = now(),
        day = day,
        rules = rules(),
        duties = duties,
        areas = areasOf(duties).map { TodayFacts.Area(it, areaName(it), coverage(it, day), visitNext(it, VISITS)) },
        sites = decorations().associateBy { it.document },
        people = duties.mapNotNull { it.doneBy }.distinct().mapNotNull { id -> personName(id)?.let { id to it } }.toMap(),
        excused = duties.mapNotNull { duty -> excuseOf(duty)?.let { duty.record!! to it } }.toMap(),
        cases = openCases(),
        conflicts = conflicts().size,
        sync = syncStatus(),
    )
}

/** The areas that were granted, and any other that has a duty. */
private fun WorkspaceInterface.areasOf(duties: List<DutyToday>): List<AreaId> =
    (grants().areas + duties.mapNotNull { (it.subject as? DutySubject.Area)?.area }).distinct()

/** Why a record was begun late, if somebody said so: of one under way the slot's state does not tell. */
private fun WorkspaceInterface.excuseOf(duty: DutyToday): String? {
    val late = (duty.state as? SlotState.InProgress)?.late == true
    val document = duty.record?.takeIf { late } ?: return null
    return try {
        record(document).excuse?.reason
    } catch (_: XunlouException.NeedsUpdate) {
        null
    } catch (_: XunlouException.RulePack) {
        null
    }
}
