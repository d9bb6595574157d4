package app.xunlou.screens.components

import androidx.compose.foundation.ExperimentalFoundationApi
import androidx.compose.foundation.relocation.BringIntoViewRequester
import androidx.compose.foundation.relocation.bringIntoViewRequester
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier

/** Comes into view once, when it appears: a form that opens near the end of the screen. */
@OptIn(ExperimentalFoundationApi::class)
@Composable
internal fun Modifier.comesIntoView(): Modifier {
    val requester = remember { BringIntoViewRequester() }
    var came by rememberSaveable { mutableStateOf(false) }
    LaunchedEffect(Unit) {
        if (!came) requester.bringIntoView()
        came = true
    }
    return bringIntoViewRequester(requester)
}
