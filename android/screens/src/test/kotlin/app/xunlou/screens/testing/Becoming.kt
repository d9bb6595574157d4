package app.xunlou.screens.testing

import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasTestTag

/** Waits until it is there and is [such]: enabled, selected, with a text. What was tapped goes through the core first. */
@OptIn(ExperimentalTestApi::class)
internal fun ComposeUiTest.becomes(tag: String, such: SemanticsMatcher) =
    patiently("$tag: ${such.description}") {
        onAllNodes(hasTestTag(tag) and such).fetchSemanticsNodes(atLeastOneRootRequired = false).isNotEmpty()
    }
