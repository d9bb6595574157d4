package app.xunlou.screens.casedetails

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.unit.dp
import app.xunlou.core.CaseStep
import app.xunlou.presenters.casedetails.CaseDetailsEvent
import app.xunlou.presenters.casedetails.CaseDetailsState
import app.xunlou.screens.components.Chips
import app.xunlou.screens.components.DraftField
import app.xunlou.screens.components.Option
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.SectionHeader
import app.xunlou.screens.components.options
import app.xunlou.screens.theme.Xunlou

/** What can be done next. The one that is tapped opens here; the bar below takes it. */
@Composable
internal fun Steps(state: CaseDetailsState, on: (CaseDetailsEvent) -> Unit) {
    Column {
        SectionHeader(Xunlou.words("case-steps"))
        Panel("case-steps") {
            Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
                val steps = state.steps.map { Option(it.id.name, it.title) }
                Chips(steps, setOfNotNull(state.form?.step?.name), "case-step", !state.saving) { id ->
                    on(CaseDetailsEvent.StepTapped(CaseStep.valueOf(id)))
                }
                state.form?.let { StepForm(state, it, on) }
            }
        }
    }
}

@Composable
private fun StepForm(state: CaseDetailsState, form: CaseDetailsState.Form, on: (CaseDetailsEvent) -> Unit) {
    val words = Xunlou.words
    val step = state.step(form.step) ?: return
    if (step.needsDepartment) {
        Text(words("case-department"), style = MaterialTheme.typography.titleSmall)
        val departments = state.departments.options()
        Chips(departments, setOfNotNull(form.department), "case-department", !state.saving) { on(CaseDetailsEvent.DepartmentChosen(it)) }
    }
    if (step.needsSatisfaction) {
        val said = form.satisfaction?.let { words("case-satisfied", "points" to it) } ?: words("case-satisfaction")
        Text(said, style = MaterialTheme.typography.titleSmall)
        Points(form.satisfaction, !state.saving) { on(CaseDetailsEvent.SatisfactionChosen(it)) }
    }
    DraftField(form.note, words("case-note"), "case-note", enabled = !state.saving, lines = 1..4) { on(CaseDetailsEvent.NoteTyped(it)) }
}
