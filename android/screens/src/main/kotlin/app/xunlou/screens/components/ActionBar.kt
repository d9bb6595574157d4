package app.xunlou.screens.components

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.width
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import app.xunlou.screens.theme.Xunlou

/**
 * What can be done, fixed at the bottom: as wide as the screen, [side] beside the [main] thing. In large text one
 * below another, the main thing nearest to the thumb.
 */
@Composable
fun ActionBar(side: (@Composable (Modifier) -> Unit)? = null, main: @Composable (Modifier) -> Unit) {
    BottomBar {
        if (side != null && Xunlou.largeText) {
            Column(Modifier.weight(1f), Arrangement.spacedBy(8.dp)) {
                side(Modifier.fillMaxWidth())
                main(Modifier.fillMaxWidth())
            }
        } else {
            if (side != null) {
                side(Modifier.weight(1f))
                Spacer(Modifier.width(12.dp))
            }
            main(Modifier.weight(1f))
        }
    }
}
