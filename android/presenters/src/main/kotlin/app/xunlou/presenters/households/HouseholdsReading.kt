package app.xunlou.presenters.households

import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.Times
import app.xunlou.presenters.Words

/** So many are shown: nobody reads more than that on a phone, but types on. */
private const val MOST_HITS = 50L

/** So many suggestions of whom to visit next, of each area. */
private const val MOST_VISITS = 10L

/** Each granted area with its visits. Blocks: for the core's dispatcher. */
internal fun WorkspaceInterface.visitsByArea(words: Words): List<HouseholdsState.Area> {
    val today = todayDate()
    val times = Times(rules(), words)
    return grants().areas.map { area ->
        HouseholdsState.Area(
            id = area,
            name = areaName(area),
            coverage = coverage(area, today).map(words::of),
            visits = visitNext(area, MOST_VISITS).map { words.of(it, times) },
        )
    }
}

/** What a search finds, with what matched. Blocks: for the core's dispatcher. */
internal fun WorkspaceInterface.hits(query: String, words: Words): List<HouseholdsState.Hit> {
    val labels = rules().householdFields.associate { it.id to words.of(it.label) }
    return search(query, MOST_HITS).map { hit ->
        val matched = hit.matched?.let { match ->
            val field = match.field.substringBefore('#')
            "${labels[field] ?: field} ${match.value}"
        }
        HouseholdsState.Hit(hit.household, hit.unit, hit.names.joinToString(" "), matched)
    }
}
