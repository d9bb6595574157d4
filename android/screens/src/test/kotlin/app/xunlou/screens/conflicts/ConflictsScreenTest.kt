package app.xunlou.screens.conflicts

import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.getUnclippedBoundsInRoot
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.runComposeUiTest
import app.xunlou.core.Language
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.conflicts.ConflictsPresenter
import app.xunlou.presenters.testing.Apart
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.eventually
import app.xunlou.screens.testing.appears
import app.xunlou.screens.testing.exists
import app.xunlou.screens.testing.patiently
import app.xunlou.screens.testing.scrollTo
import app.xunlou.screens.testing.tap
import app.xunlou.screens.theme.XunlouTheme
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** Conflicts, tapped: the screen on the real presenter on the real core. */
@OptIn(ExperimentalTestApi::class)
class ConflictsScreenTest {
    private val story = Story()
    private val apart = Apart(story)
    private val scope = MainScope()
    private val navigator = Navigator(listOf(Place.Today, Place.Conflicts))

    @AfterEach
    fun end() {
        scope.close()
        apart.close()
        story.close()
    }

    @Test
    fun `a tap settles it by theirs`() {
        val household = apart.edit("hobbies", "钓鱼", "下棋")
        shown {
            tap("conflict-兴趣爱好-take-1")
            patiently("none is left") { onNodeWithText("没有冲突").exists() }
            appears("notice")
            assertEquals("下棋", known(household, "hobbies"))
            tap("back")
            eventually("back") { navigator.here == Place.Today }
        }
    }

    @Test
    fun `a third is typed`() {
        val household = apart.edit("hobbies", "钓鱼", "下棋")
        shown {
            tap("conflict-兴趣爱好-third")
            appears("conflict-兴趣爱好-third-save").assertIsNotEnabled()
            onNodeWithTag("conflict-兴趣爱好-third-value").performTextInput("围棋")
            choose("conflict-兴趣爱好-third-save")
            eventually("the third") { known(household, "hobbies") == "围棋" }
        }
    }

    @Test
    fun `a third is chosen where the field has choices`() {
        val household = apart.edit("occupancy", "rented", "vacant")
        shown {
            tap("conflict-居住情况-third")
            appears("conflict-居住情况-third-value-decorating")
            choose("conflict-居住情况-third-value-decorating")
            choose("conflict-居住情况-third-save")
            eventually("the third") { known(household, "occupancy") == "decorating" }
        }
    }

    @Test
    fun `both stand side by side, and one below another in large text`() {
        apart.edit("hobbies", "钓鱼", "下棋")
        shown {
            val (mine, theirs) = bounds()
            assertTrue(mine.top == theirs.top && mine.right < theirs.left, "$mine and $theirs")
        }
        shown(text = 2f) {
            val (mine, theirs) = bounds()
            assertTrue(mine.left == theirs.left && mine.bottom < theirs.top, "$mine and $theirs")
        }
    }

    private fun ComposeUiTest.bounds() =
        listOf("conflict-兴趣爱好-0", "conflict-兴趣爱好-1").map { appears(it).getUnclippedBoundsInRoot() }

    private fun shown(text: Float = 1f, test: ComposeUiTest.() -> Unit) = runComposeUiTest {
        val words = Words(Language.CHINESE)
        val presenter = ConflictsPresenter(apart.phone.core, words, scope, navigator)
        setContent {
            val state by presenter.state.collectAsState()
            XunlouTheme(words, dark = false, textScale = text) { ConflictsScreen(state, presenter::on) }
        }
        test()
    }

    private fun ComposeUiTest.choose(tag: String) = scrollTo("conflicts-list", tag).performClick()

    private fun known(household: String, key: String) =
        apart.phone.workspace.household(household).fields.find { it.key == key }?.value?.value
}
