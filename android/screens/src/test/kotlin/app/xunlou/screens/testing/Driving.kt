package app.xunlou.screens.testing

import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToNode

/** Whether it is on the screen's tree now. */
internal fun SemanticsNodeInteraction.exists(): Boolean = try {
    fetchSemanticsNode()
    true
} catch (_: AssertionError) {
    false
}

/** Waits until it is there, and returns it. The core is real: it takes its milliseconds. */
@OptIn(ExperimentalTestApi::class)
internal fun ComposeUiTest.appears(tag: String): SemanticsNodeInteraction {
    waitUntil("$tag appears", PATIENCE_MS) { onNodeWithTag(tag).exists() }
    return onNodeWithTag(tag)
}

/** Scrolls a list until it is in view, and returns it. */
@OptIn(ExperimentalTestApi::class)
internal fun ComposeUiTest.scrollTo(list: String, tag: String): SemanticsNodeInteraction {
    onNodeWithTag(list).performScrollToNode(hasTestTag(tag))
    return onNodeWithTag(tag)
}

/** Waits until it is there, and taps it. */
@OptIn(ExperimentalTestApi::class)
internal fun ComposeUiTest.tap(tag: String) {
    appears(tag).performClick()
}

internal const val PATIENCE_MS = 20_000L
