package app.xunlou.screens.components

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import app.xunlou.screens.theme.Xunlou

/** The first line of a card: what it is, and beside it (in large text: below) how it stands. */
@Composable
fun Lead(title: String, badge: @Composable () -> Unit = {}) {
    val text = @Composable { modifier: Modifier -> Text(title, modifier, style = MaterialTheme.typography.titleMedium) }
    if (Xunlou.largeText) {
        Column(verticalArrangement = Arrangement.spacedBy(6.dp)) {
            text(Modifier)
            badge()
        }
    } else {
        Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp), Alignment.CenterVertically) {
            text(Modifier.weight(1f))
            badge()
        }
    }
}
