package app.xunlou.screens.record

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.Notice
import app.xunlou.presenters.record.RecordEvent
import app.xunlou.presenters.record.RecordState
import app.xunlou.screens.components.Banner
import app.xunlou.screens.components.SectionHeader
import app.xunlou.screens.components.TextAction
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** What is said of the whole record: finished, excused, whether it rains. */
@Composable
internal fun RecordHead(state: RecordState, on: (RecordEvent) -> Unit) {
    Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
        state.finished?.let { Banner(it, Notice.Tone.DONE, tag = "record-finished") }
        state.excuse?.let { Banner("${Xunlou.words("record-excuse")} · $it", Notice.Tone.NEWS, tag = "record-excuse") }
        state.rain?.let { RainSwitch(it) { rain -> on(RecordEvent.RainChanged(rain)) } }
    }
}

@Composable
private fun RainSwitch(rain: Boolean, onChange: (Boolean) -> Unit) {
    Row(
        Modifier.fillMaxWidth().heightIn(min = 56.dp)
            .toggleable(rain, role = Role.Switch, onValueChange = onChange)
            .testTag("record-rain")
            .padding(horizontal = 4.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        val colour = if (rain) MaterialTheme.colorScheme.primary else MaterialTheme.colorScheme.onSurfaceVariant
        Icon(Signs.Rain, null, tint = colour)
        Text(Xunlou.words("record-rain"), Modifier.weight(1f).padding(horizontal = 12.dp), style = MaterialTheme.typography.titleSmall)
        Switch(rain, null)
    }
}

@Composable
internal fun GroupHeader(group: RecordState.Group, on: (RecordEvent) -> Unit) {
    val words = Xunlou.words
    SectionHeader(
        group.title,
        trailing = words("record-progress", "answered" to group.answered, "asked" to group.items.size),
        action = if (!group.canBeNormal) {
            null
        } else {
            {
                TextAction(
                    words("record-all-normal"),
                    "record-normal-${group.id}",
                    { on(RecordEvent.GroupNormal(group.id)) },
                    sign = Signs.CheckAll,
                )
            }
        },
    )
}
