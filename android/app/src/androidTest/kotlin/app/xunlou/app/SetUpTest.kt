package app.xunlou.app

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.junit4.createAndroidComposeRule
import org.junit.Rule
import org.junit.Test

/** The whole app on a real Android: framework, Compose, JNA and the core. */
class SetUpTest {
    @get:Rule
    val compose = createAndroidComposeRule<MainActivity>()

    @OptIn(ExperimentalTestApi::class)
    @Test
    fun aNewPhoneBeginsWithTheSetUp() {
        compose.waitUntilExactlyOneExists(hasTestTag("setup"), timeoutMillis = 60_000)
    }
}
