package app.xunlou.screens.newcase

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.newcase.NewCaseEvent
import app.xunlou.presenters.newcase.NewCaseState
import app.xunlou.screens.components.DayDialog
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** By when a reply was promised (I7): not at all, or a day and a time. */
@Composable
internal fun PromiseCard(state: NewCaseState, on: (NewCaseEvent) -> Unit) {
    val agreed = state.agreed
    Panel("newcase-promise") {
        Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
            Row(
                Modifier.fillMaxWidth().heightIn(min = 56.dp)
                    .toggleable(agreed != null, !state.saving, Role.Switch) { on(NewCaseEvent.PromiseChanged(it)) }
                    .testTag("newcase-agreed"),
                verticalAlignment = Alignment.CenterVertically,
            ) {
                Text(Xunlou.words("case-agreed"), Modifier.weight(1f).padding(end = 12.dp), style = MaterialTheme.typography.titleSmall)
                Switch(agreed != null, null)
            }
            if (agreed != null) Moment(agreed, state, on)
        }
    }
}

private enum class Choosing { DAY, TIME }

@Composable
private fun Moment(agreed: NewCaseState.Agreed, state: NewCaseState, on: (NewCaseEvent) -> Unit) {
    var choosing by remember { mutableStateOf<Choosing?>(null) }
    val buttons = @Composable { day: Modifier, time: Modifier ->
        SideButton(agreed.dayText, "newcase-day", { choosing = Choosing.DAY }, day, Signs.Calendar, !state.saving)
        SideButton(agreed.timeText, "newcase-time", { choosing = Choosing.TIME }, time, enabled = !state.saving)
    }
    if (Xunlou.largeText) {
        Column(verticalArrangement = Arrangement.spacedBy(8.dp)) { buttons(Modifier.fillMaxWidth(), Modifier.fillMaxWidth()) }
    } else {
        // A day has more letters.
        Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp)) { buttons(Modifier.weight(3f), Modifier.weight(2f)) }
    }
    val close = { choosing = null }
    when (choosing) {
        Choosing.DAY -> DayDialog(Xunlou.words("case-agreed"), agreed.day, "newcase-day", state.today, close) { on(NewCaseEvent.DayChosen(it)) }
        Choosing.TIME -> TimeDialog(agreed.time, close) { on(NewCaseEvent.TimeChosen(it)) }
        null -> {}
    }
}
