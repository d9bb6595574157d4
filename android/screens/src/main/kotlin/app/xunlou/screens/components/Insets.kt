package app.xunlou.screens.components

import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.navigationBars
import androidx.compose.foundation.layout.statusBars
import androidx.compose.foundation.layout.union
import androidx.compose.foundation.layout.ime
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier

/** Keeps clear of the phone's own bar at the top. */
@Composable
internal fun Modifier.statusBars(): Modifier = windowInsetsPadding(WindowInsets.statusBars)

/** Keeps clear of the phone's own bar at the bottom, and of the keyboard. */
@Composable
internal fun Modifier.navigationBars(): Modifier = windowInsetsPadding(WindowInsets.navigationBars.union(WindowInsets.ime))
