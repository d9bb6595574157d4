package app.xunlou.presenters.household

import app.xunlou.core.DocumentId
import app.xunlou.core.EstateRules
import app.xunlou.core.FormKind
import app.xunlou.core.HouseholdFile
import app.xunlou.core.Subject
import app.xunlou.core.VisitEntry
import app.xunlou.core.WorkspaceInterface

/** What the core knows about a household, read in one go. */
internal class HouseholdFacts(
    val file: HouseholdFile,
    val rules: EstateRules,
    val visits: List<VisitEntry>,
    /** The form of visits that this person fills in. */
    val visitForm: String?,
) {
    /** Whether the rules still know the field of a form. */
    fun has(at: At): Boolean = rules.householdFields.any { it.id == at.field.substringBefore('#') }
}

/** Reads a customer file. Blocks: for the core's dispatcher. */
internal fun WorkspaceInterface.householdFacts(household: DocumentId): HouseholdFacts {
    val rules = rules()
    val role = me().role
    return HouseholdFacts(
        file = household(household),
        rules = rules,
        visits = visits(household),
        visitForm = rules.forms.find { it.kind == FormKind.VISIT && it.subject == Subject.HOUSEHOLD && role in it.roles }?.id,
    )
}
