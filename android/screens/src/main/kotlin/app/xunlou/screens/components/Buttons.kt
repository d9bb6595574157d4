package app.xunlou.screens.components

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.width
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp

/** Least height of what is tapped with a wet thumb in a dark stairwell. */
internal val TARGET = 56.dp

/** The one thing to do on a screen. */
@Composable
fun MainButton(
    text: String,
    tag: String,
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    sign: ImageVector? = null,
    enabled: Boolean = true,
) {
    Button(onClick, modifier.heightIn(min = TARGET).testTag(tag), enabled, contentPadding = PaddingValues(horizontal = 20.dp, vertical = 12.dp)) {
        Inside(text, sign)
    }
}

/** Something else that can be done here. */
@Composable
fun SideButton(
    text: String,
    tag: String,
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    sign: ImageVector? = null,
    enabled: Boolean = true,
) {
    OutlinedButton(
        onClick,
        modifier.heightIn(min = TARGET).testTag(tag),
        enabled,
        shape = MaterialTheme.shapes.small,
        border = BorderStroke(1.dp, MaterialTheme.colorScheme.outline),
        contentPadding = PaddingValues(horizontal = 16.dp, vertical = 8.dp),
    ) { Inside(text, sign) }
}

/** What is rarely done, beside a text. */
@Composable
fun TextAction(
    text: String,
    tag: String,
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    sign: ImageVector? = null,
    enabled: Boolean = true,
) {
    TextButton(onClick, modifier.heightIn(min = TARGET).testTag(tag), enabled, contentPadding = PaddingValues(horizontal = 12.dp)) {
        Inside(text, sign)
    }
}

@Composable
private fun Inside(text: String, sign: ImageVector?) {
    if (sign != null) {
        Icon(sign, null, Modifier.size(20.dp))
        Spacer(Modifier.width(ButtonDefaults.IconSpacing))
    }
    Text(text, style = MaterialTheme.typography.labelLarge, textAlign = TextAlign.Center)
}
