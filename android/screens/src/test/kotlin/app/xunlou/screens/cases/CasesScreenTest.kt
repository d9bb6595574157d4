package app.xunlou.screens.cases

import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveableStateHolder
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsSelected
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.runComposeUiTest
import app.xunlou.core.CaseStep
import app.xunlou.core.Language
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.cases.CasesPresenter
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.reportOf
import app.xunlou.presenters.testing.reportOfArea
import app.xunlou.presenters.testing.step
import app.xunlou.screens.testing.appears
import app.xunlou.screens.testing.exists
import app.xunlou.screens.testing.patiently
import app.xunlou.screens.testing.tap
import app.xunlou.screens.theme.XunlouTheme
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** 待办, tapped: the screen on the real presenter on the real core. */
@OptIn(ExperimentalTestApi::class)
class CasesScreenTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val navigator = Navigator(Place.Cases)
    private val words = Words(Language.CHINESE)

    /** Whether the screen is the one in front. */
    private val inFront = mutableStateOf(true)

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `a filter shows its cases alone, and is still chosen when one comes back`() {
        val light = lin.workspace.reportOfArea("东门路灯不亮", "engineering")
        val repair = lin.workspace.reportOf("1-101", "厨房水管漏水")
        run {
            appears("cases-case-$light").assertIsDisplayed()
            tap("cases-filter-OPEN")
            patiently("the other goes") { !onNodeWithTag("cases-case-$light").exists() }
            onNodeWithTag("cases-case-$repair").assertIsDisplayed()
            inFront.value = false
            patiently("another screen") { !onNodeWithTag("cases").exists() }
            inFront.value = true
            appears("cases-filter-OPEN")
            patiently("the same filter") { !onNodeWithTag("cases-case-$light").exists() }
            onNodeWithTag("cases-filter-OPEN").assertIsSelected()
        }
    }

    @Test
    fun `a tap opens a case, which goes from the list once it is closed`() {
        val light = lin.workspace.reportOfArea("东门路灯不亮")
        run {
            tap("cases-case-$light")
            eventually("the case") { navigator.here == Place.CaseDetails(light) }
            lin.workspace.step(light, CaseStep.CLOSED)
            appears("empty").assertIsDisplayed()
        }
    }

    @Test
    fun `something is reported in the area`() = run {
        appears("empty")
        tap("cases-new")
        eventually("the report") { navigator.here == Place.NewCase(area = lin.workspace.grants().areas.first()) }
    }

    private fun run(test: ComposeUiTest.() -> Unit) = runComposeUiTest {
        setContent {
            val holder = rememberSaveableStateHolder()
            if (!inFront.value) return@setContent
            holder.SaveableStateProvider("cases") {
                val presenter = remember { CasesPresenter(lin.core, words, scope, navigator) }
                val state by presenter.state.collectAsState()
                XunlouTheme(words, dark = false) { CasesScreen(state, presenter::on) }
            }
        }
        appears("cases-list")
        test()
    }
}
