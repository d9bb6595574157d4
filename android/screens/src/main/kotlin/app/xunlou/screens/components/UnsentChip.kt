package app.xunlou.screens.components

import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** How much is not sent yet: safe on this phone, and not at the office. Leads to 同步. In large text a number. */
@Composable
fun UnsentChip(count: Long, tag: String, onClick: () -> Unit) {
    val said = if (count == 0L) Xunlou.words("today-all-sent") else Xunlou.words("today-unsent", "count" to count)
    Surface(
        onClick,
        Modifier.testTag(tag).semantics { contentDescription = said },
        shape = RoundedCornerShape(28.dp),
        color = MaterialTheme.colorScheme.secondaryContainer,
        contentColor = MaterialTheme.colorScheme.onSecondaryContainer,
    ) {
        Row(Modifier.heightIn(min = 48.dp).padding(horizontal = 12.dp), verticalAlignment = Alignment.CenterVertically) {
            Icon(if (count == 0L) Signs.CloudDone else Signs.CloudUpload, null, Modifier.size(18.dp))
            if (!Xunlou.largeText || count > 0) {
                Spacer(Modifier.width(6.dp))
                Text(if (Xunlou.largeText) "$count" else said, style = MaterialTheme.typography.labelMedium)
            }
        }
    }
}
