package app.xunlou.screens.households

import androidx.compose.material3.Text
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveableStateHolder
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertTextContains
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.runComposeUiTest
import app.xunlou.core.Language
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.households.HouseholdsPresenter
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.eventually
import app.xunlou.screens.testing.appears
import app.xunlou.screens.testing.exists
import app.xunlou.screens.testing.patiently
import app.xunlou.screens.testing.tap
import app.xunlou.screens.theme.XunlouTheme
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** The customer files, tapped: the screen on the real presenter on the real core. */
@OptIn(ExperimentalTestApi::class)
class HouseholdsScreenTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val navigator = Navigator(listOf(Place.Today, Place.Households))
    private var away by mutableStateOf(false)

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `typing finds a household, whose file a tap opens`() = shown {
        appears("households-areas")
        onNodeWithTag("households-search").performTextInput("0013")
        appears("households-hit-1-101").assertTextContains("联系电话 19900000013")
        tap("households-hit-1-101")
        eventually("there") { navigator.here == Place.Household(lin.workspace.search("1-101", 1).single().household) }
    }

    @Test
    fun `nothing found says so, and closing the search brings the visits back`() = shown {
        appears("households-areas")
        onNodeWithTag("households-search").performTextInput("没有这个人")
        patiently("nothing") { onNodeWithText("没有找到").exists() }
        tap("households-search-close")
        appears("households-coverage-东区").assertIsDisplayed()
    }

    @Test
    fun `whom to visit next is a tap away`() = shown {
        tap("households-visit-1-102")
        eventually("there") { navigator.here is Place.Household }
    }

    @Test
    fun `what was searched for is found again after a look at a file`() = shown {
        appears("households-areas")
        onNodeWithTag("households-search").performTextInput("1-102")
        appears("households-hit-1-102")
        away = true
        appears("away")
        away = false
        appears("households-hit-1-102")
        onNodeWithTag("households-search").assertTextContains("1-102")
    }

    /** As the root shows it: a new presenter each time that one comes back, and what is saved of the screen. */
    private fun shown(test: ComposeUiTest.() -> Unit) = runComposeUiTest {
        val words = Words(Language.CHINESE)
        setContent {
            XunlouTheme(words, dark = false) {
                val holder = rememberSaveableStateHolder()
                if (away) {
                    Text("away", Modifier.testTag("away"))
                } else {
                    holder.SaveableStateProvider("households") {
                        val presenter = remember { HouseholdsPresenter(lin.core, words, scope, navigator) }
                        val state by presenter.state.collectAsState()
                        HouseholdsScreen(state, presenter::on)
                    }
                }
            }
        }
        test()
    }
}
