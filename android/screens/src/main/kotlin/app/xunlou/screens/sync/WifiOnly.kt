package app.xunlou.screens.sync

import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp
import app.xunlou.screens.components.Panel
import app.xunlou.screens.theme.Xunlou

/** Whether the app syncs by itself over Wi-Fi alone. On 同步 and in 设置 alike. */
@Composable
internal fun WifiOnly(only: Boolean, tag: String, onChange: (Boolean) -> Unit) {
    Panel("$tag-panel", padding = PaddingValues(0.dp)) {
        Row(
            Modifier.fillMaxWidth().heightIn(min = 64.dp)
                .toggleable(only, role = Role.Switch, onValueChange = onChange)
                .testTag(tag)
                .padding(horizontal = 16.dp, vertical = 8.dp),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Text(Xunlou.words("sync-wifi-only"), Modifier.weight(1f).padding(end = 12.dp), style = MaterialTheme.typography.bodyLarge)
            Switch(only, null)
        }
    }
}
