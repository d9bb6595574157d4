package app.xunlou.screens.components

import androidx.compose.foundation.ExperimentalFoundationApi
import androidx.compose.foundation.relocation.BringIntoViewRequester
import androidx.compose.foundation.relocation.bringIntoViewRequester
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier

/** What opens in a card low on the screen scrolls up as it opens, so that its buttons are in reach. */
@OptIn(ExperimentalFoundationApi::class)
@Composable
internal fun Modifier.scrollsIntoView(): Modifier {
    val view = remember { BringIntoViewRequester() }
    LaunchedEffect(view) { view.bringIntoView() }
    return bringIntoViewRequester(view)
}
