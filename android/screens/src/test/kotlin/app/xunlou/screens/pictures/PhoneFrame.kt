package app.xunlou.screens.pictures

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp

/** What the phone itself draws around an app: the bars above and below, whose letters the app does not enlarge. */
@Composable
internal fun PhoneFrame(content: @Composable () -> Unit) {
    Surface(color = MaterialTheme.colorScheme.surface) {
        Column(Modifier.fillMaxSize()) {
            StatusBar()
            Box(Modifier.weight(1f)) { content() }
            Box(
                Modifier.fillMaxWidth().height(24.dp).background(MaterialTheme.colorScheme.surfaceContainer),
                contentAlignment = Alignment.Center,
            ) {
                Box(Modifier.size(120.dp, 4.dp).clip(CircleShape).background(MaterialTheme.colorScheme.onSurface))
            }
        }
    }
}

@Composable
private fun StatusBar() {
    CompositionLocalProvider(LocalDensity provides Density(LocalDensity.current.density)) {
        Row(
            Modifier.fillMaxWidth().height(32.dp).padding(horizontal = 24.dp),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Text("9:41", style = MaterialTheme.typography.labelLarge)
            Spacer(Modifier.weight(1f))
            StatusSigns(MaterialTheme.colorScheme.onSurface)
        }
    }
}

/** How strong the signal is, and how full the battery. */
@Composable
private fun StatusSigns(colour: Color) {
    Canvas(Modifier.size(52.dp, 14.dp)) {
        val unit = size.height / 14f
        fun box(x: Float, y: Float, width: Float, height: Float, round: Float) =
            drawRoundRect(colour, Offset(x * unit, y * unit), Size(width * unit, height * unit), CornerRadius(round * unit))
        for (bar in 0..3) box(bar * 5f, 10f - 3 * bar, 3.5f, 4f + 3 * bar, 1f)
        drawRoundRect(
            colour,
            Offset(28f * unit, 2f * unit),
            Size(20f * unit, 11f * unit),
            CornerRadius(3f * unit),
            style = Stroke(1.2f * unit),
        )
        box(30f, 4f, 13f, 7f, 1.5f)
        box(49f, 5.5f, 1.8f, 4f, 1f)
    }
}
