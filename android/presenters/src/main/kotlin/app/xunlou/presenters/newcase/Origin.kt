package app.xunlou.presenters.newcase

import app.xunlou.core.CaseKind
import app.xunlou.core.EstateRules
import app.xunlou.core.RecordAbout
import app.xunlou.core.Severity
import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.Choice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Times
import app.xunlou.presenters.Words

/** What a new case is about, and the form that it begins with. */
internal class Origin(val about: RecordAbout, val times: Times, val form: NewCaseState)

/** Reads what can be reported there. Blocks: for the core's dispatcher. */
internal fun WorkspaceInterface.origin(place: Place.NewCase, words: Words): Origin {
    val rules = rules()
    val times = Times(rules, words)
    val common = NewCaseState(
        loading = false,
        severities = Severity.entries.map { Choice(it.name, words.of(it)) },
        departments = rules.departments.map { Choice(it.id, words.of(it.label)) },
        today = times.dayOf(now()),
    )
    val household = place.household
    val area = place.area ?: grants().areas.firstOrNull()
    return when {
        household != null -> {
            val form = common.copy(
                place = household(household).unit,
                kinds = rules.kinds(words) { it != CaseKind.FINDING },
                kind = CaseKind.REPAIR,
            )
            Origin(RecordAbout.Document(household), times, form)
        }
        area != null -> Origin(RecordAbout.Area(area), times, common.ofPublicGround(areaName(area), rules, words))
        else -> Origin(RecordAbout.Estate, times, common.ofPublicGround(me().estateName, rules, words))
    }
}

private fun NewCaseState.ofPublicGround(name: String, rules: EstateRules, words: Words) = copy(
    place = name,
    kinds = rules.kinds(words) { it == CaseKind.FINDING || it == CaseKind.FEEDBACK },
    kind = CaseKind.FINDING,
)

private fun EstateRules.kinds(words: Words, fits: (CaseKind) -> Boolean): List<Choice> =
    caseKinds.filter(fits).map { Choice(it.name, words.of(it)) }
