package app.xunlou.screens.household

import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.assertTextContains
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTextReplacement
import androidx.compose.ui.test.runComposeUiTest
import app.xunlou.core.Language
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.household.HouseholdPresenter
import app.xunlou.presenters.testing.Apart
import app.xunlou.presenters.testing.FakePhone
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
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** A customer file, tapped: the screen on the real presenter on the real core. */
@OptIn(ExperimentalTestApi::class)
class HouseholdScreenTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val household = lin.workspace.search("1-101", 1).single().household
    private val scope = MainScope()
    private val phone = FakePhone()
    private val navigator = Navigator(listOf(Place.Today, Place.Households, Place.Household(household)))

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `a value is typed in its card, with its source, and stands there once it is saved`() = shown {
        choose("household-edit-hobbies")
        appears("household-form-hobbies-save").assertIsNotEnabled()
        onNodeWithTag("household-form-hobbies-value").performTextInput("钓鱼")
        choose("household-form-hobbies-source-OBSERVED")
        choose("household-form-hobbies-save")
        eventually("the hobby") { known("hobbies") == "钓鱼" }
        patiently("the form is gone") { !onNodeWithTag("household-form-hobbies").exists() }
        show("household-known-hobbies").assertTextContains("现场了解 · 2026年3月18日 · 林晓岚")
    }

    @Test
    fun `a choice is a chip, and can be taken back`() = shown {
        choose("household-edit-occupancy")
        choose("household-form-occupancy-value-rented")
        choose("household-form-occupancy-save")
        eventually("the choice") { known("occupancy") == "rented" }
        patiently("the form is gone") { !onNodeWithTag("household-form-occupancy").exists() }
        choose("household-edit-occupancy")
        choose("household-form-occupancy-value-clear")
        choose("household-form-occupancy-save")
        eventually("unknown") { known("occupancy") == null }
    }

    @Test
    fun `what does not fit says so below the field, and stays there`() = shown {
        choose("household-edit-phone")
        show("household-form-phone-value").performTextReplacement("12")
        choose("household-form-phone-save")
        patiently("the problem") { onNodeWithText("填写的内容不合要求,请检查", useUnmergedTree = true).exists() }
        show("household-form-phone-value").assertTextContains("12")
        assertEquals("19900000013", known("phone"))
    }

    @Test
    fun `a second vehicle is added in the card of the first`() = shown {
        choose("household-add-plate")
        show("household-form-plate-another-value").performTextInput("粤B·12345")
        choose("household-form-plate-another-save")
        patiently("the second") { onNodeWithText("粤B·12345", useUnmergedTree = true).exists() }
        assertEquals(2, lin.workspace.household(household).fields.count { it.key.startsWith("plate") })
    }

    @Test
    fun `a telephone calls, and says whom`() = shown {
        appears("household-list")
        onNodeWithContentDescription("拨打 19900000013").assertIsDisplayed().performClick()
        eventually("the dialler") { "dial 19900000013" in phone.asked }
    }

    @Test
    fun `a visit begins, and is found among the visits`() = shown {
        tap("household-visit")
        eventually("the record") { navigator.here is Place.Record }
        val record = (navigator.here as Place.Record).document
        navigator.back()
        patiently("the visit") { lin.workspace.visits(household).isNotEmpty() }
        choose("household-record-$record")
        eventually("the record again") { navigator.here == Place.Record(record) }
    }

    @Test
    fun `something is reported, and back leads back`() = shown {
        tap("household-report")
        eventually("there") { navigator.here == Place.NewCase(household = household) }
        navigator.back()
        tap("back")
        eventually("back") { navigator.here == Place.Households }
    }

    @Test
    fun `what two phones wrote differently leads to the conflicts`() = Apart(story).use { apart ->
        apart.edit("hobbies", "钓鱼", "下棋")
        shown(apart.phone.core) {
            choose("household-settle-hobbies")
            eventually("there") { navigator.here == Place.Conflicts }
        }
    }

    private fun shown(core: Core = lin.core, test: ComposeUiTest.() -> Unit) = runComposeUiTest {
        val words = Words(Language.CHINESE)
        val presenter = HouseholdPresenter(Place.Household(household), core, words, scope, navigator, phone)
        setContent {
            val state by presenter.state.collectAsState()
            XunlouTheme(words, dark = false) { HouseholdScreen(state, presenter::on) }
        }
        appears("household-list")
        test()
    }

    private fun ComposeUiTest.show(tag: String) = scrollTo("household-list", tag)

    private fun ComposeUiTest.choose(tag: String) {
        patiently("$tag") { runCatching { show(tag) }.isSuccess }
        onNodeWithTag(tag).performClick()
    }

    private fun known(key: String) = lin.workspace.household(household).fields.find { it.key == key }?.value?.value
}
