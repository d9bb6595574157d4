package app.xunlou.screens.testing

import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToNode
import kotlin.time.Duration.Companion.seconds

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
    patiently("$tag appears") { onNodeWithTag(tag).exists() }
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

/**
 * Waits until something holds, for as long as a busy machine may take. Compose's own patience counts frames, each of
 * which may be slow: it would be minutes here.
 */
@OptIn(ExperimentalTestApi::class)
internal fun ComposeUiTest.patiently(what: String, holds: () -> Boolean) {
    val end = System.nanoTime() + PATIENCE.inWholeNanoseconds
    waitUntil(what, FOR_EVER_MS) {
        if (System.nanoTime() > end) throw AssertionError("$what: it did not come")
        holds()
    }
}

private val PATIENCE = 30.seconds
private const val FOR_EVER_MS = 3_600_000L
