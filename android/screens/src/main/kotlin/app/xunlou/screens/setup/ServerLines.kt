package app.xunlou.screens.setup

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.Notice
import app.xunlou.presenters.setup.Server
import app.xunlou.screens.components.Banner
import app.xunlou.screens.theme.Xunlou

/** The server that a code leads to, and whether it is to be trusted. */
@Composable
internal fun ServerLines(server: Server, tag: String) {
    Column(verticalArrangement = Arrangement.spacedBy(10.dp)) {
        Column(verticalArrangement = Arrangement.spacedBy(2.dp)) {
            val quiet = MaterialTheme.colorScheme.onSurfaceVariant
            Text(Xunlou.words("setup-server"), style = MaterialTheme.typography.bodyMedium, color = quiet)
            Text(server.address, Modifier.testTag("$tag-server"), style = MaterialTheme.typography.titleMedium)
        }
        Banner(server.trust, if (server.safe) Notice.Tone.DONE else Notice.Tone.NEWS, tag = "$tag-trust")
    }
}
