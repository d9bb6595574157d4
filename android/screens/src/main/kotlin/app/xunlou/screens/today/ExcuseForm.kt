package app.xunlou.screens.today

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Check
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.Choice
import app.xunlou.presenters.today.TodayEvent
import app.xunlou.presenters.today.TodayState
import app.xunlou.screens.components.Chips
import app.xunlou.screens.components.DraftField
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.components.comesIntoView
import app.xunlou.screens.components.options
import app.xunlou.screens.theme.Xunlou

/** A reason out of the rules (P14), and one's own words. Comes into view as it opens. */
@Composable
internal fun ExcuseForm(excuse: TodayState.Excuse, reasons: List<Choice>, saving: Boolean, on: (TodayEvent) -> Unit) {
    val words = Xunlou.words
    Column(Modifier.comesIntoView(), Arrangement.spacedBy(10.dp)) {
        Text(words("today-excuse-reason"), style = MaterialTheme.typography.titleSmall)
        Chips(reasons.options(), setOfNotNull(excuse.reason), "today-reason", !saving) {
            on(TodayEvent.ReasonChosen(it))
        }
        DraftField(excuse.note, words("today-excuse-note"), "today-excuse-note", enabled = !saving, lines = 1..4) {
            on(TodayEvent.ExcuseTyped(it))
        }
        val drop = @Composable { modifier: Modifier ->
            SideButton(words("action-cancel"), "today-excuse-cancel", { on(TodayEvent.ExcuseDropped) }, modifier, enabled = !saving)
        }
        val send = @Composable { modifier: Modifier ->
            val text = if (saving) words("state-saving") else words("action-save")
            val ready = excuse.reason != null && !saving
            MainButton(text, "today-excuse-send", { on(TodayEvent.ExcuseSent) }, modifier, Icons.Filled.Check, ready)
        }
        if (Xunlou.largeText) {
            send(Modifier.fillMaxWidth())
            drop(Modifier.fillMaxWidth())
        } else {
            Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp)) {
                drop(Modifier.weight(1f))
                send(Modifier.weight(1f))
            }
        }
    }
}
