package app.xunlou.screens.components

import androidx.compose.material3.BadgedBox
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.NavigationBar
import androidx.compose.material3.NavigationBarItem
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.Density
import app.xunlou.core.Language
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou
import kotlin.math.min
import androidx.compose.material3.Badge as CountBadge

/**
 * The places at the bottom of the screen. The last one shows how much is not sent yet. Five words share a
 * line, so they grow less than other texts do; those of two characters more than the others.
 */
@Composable
fun BottomTabs(here: Place, unsent: Long, onGo: (Place) -> Unit) {
    val density = LocalDensity.current
    val most = if (Xunlou.words.language == Language.CHINESE) 1.6f else 1f
    CompositionLocalProvider(LocalDensity provides Density(density.density, min(density.fontScale, most))) {
        Tabs(here, unsent, onGo)
    }
}

@Composable
private fun Tabs(here: Place, unsent: Long, onGo: (Place) -> Unit) {
    NavigationBar(containerColor = MaterialTheme.colorScheme.surfaceContainer) {
        Place.TABS.forEach { place ->
            NavigationBarItem(
                selected = place == here,
                onClick = { onGo(place) },
                icon = {
                    BadgedBox({ if (place == Place.Sync && unsent > 0) CountBadge { Text("$unsent") } }) {
                        Icon(signOf(place), null)
                    }
                },
                label = { Text(Xunlou.words.tab(place), style = MaterialTheme.typography.labelSmall, maxLines = 1, overflow = TextOverflow.Ellipsis) },
                modifier = Modifier.testTag("tab-$place"),
            )
        }
    }
}

private fun Words.tab(place: Place): String = when (place) {
    Place.Today -> this("tab-today")
    Place.Households -> this("tab-households")
    Place.Cases -> this("tab-cases")
    Place.Log -> this("tab-log")
    else -> this("tab-sync")
}

private fun signOf(place: Place): ImageVector = when (place) {
    Place.Today -> Signs.Calendar
    Place.Households -> Signs.People
    Place.Cases -> Signs.Clipboard
    Place.Log -> Signs.Book
    else -> Signs.Sync
}
