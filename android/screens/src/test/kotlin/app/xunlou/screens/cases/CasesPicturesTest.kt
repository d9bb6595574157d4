package app.xunlou.screens.cases

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.ui.Modifier
import app.xunlou.core.CaseKind
import app.xunlou.core.CaseStep
import app.xunlou.core.Language
import app.xunlou.core.Severity
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.cases.CasesPresenter
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.reportOf
import app.xunlou.presenters.testing.reportOfArea
import app.xunlou.presenters.testing.step
import app.xunlou.screens.components.BottomTabs
import app.xunlou.screens.pictures.Look
import app.xunlou.screens.pictures.picture
import java.time.Instant
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** 待办 as it looks, with states of the real presenter on the real core. */
class CasesPicturesTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `open cases, one of them overdue, in every look`() {
        someCases()
        take("cases")
        take("cases-dark", Look(dark = true))
        take("cases-large", Look(text = 2f))
        take("cases-english", Look(Language.ENGLISH))
    }

    @Test
    fun `nothing is open`() = take("cases-empty")

    /** A promise that is broken, a burst pipe, a callback to make, and a lamp that somebody else reported. */
    private fun someCases() {
        lin.workspace.reportOf("1-101", "想了解地下车位租用", CaseKind.FEEDBACK, agreed = Instant.parse("2026-03-18T12:00:00+08:00"))
        story.clock("10:40")
        val pipe = lin.workspace.reportOf("1-102", "厨房水管漏水,已渗到楼下", severity = Severity.URGENT)
        lin.workspace.step(pipe, CaseStep.DISPATCHED, department = "engineering")
        story.clock("10:50")
        val noise = lin.workspace.reportOf("2-103", "楼上夜间噪音", CaseKind.COMPLAINT)
        lin.workspace.step(noise, CaseStep.HANDLED)
        story.clock("11:00")
        val tang = story.phone("tang")
        tang.workspace.reportOfArea("东门路灯不亮", "engineering")
        tang.workspace.sync()
        lin.workspace.sync()
        story.clock("14:05")
    }

    private fun take(name: String, look: Look = Look()) {
        val presenter = CasesPresenter(lin.core, Words(look.language), scope, Navigator(Place.Cases))
        val state = presenter.await { !it.loading }
        picture(name, look) {
            Column {
                Box(Modifier.weight(1f)) { CasesScreen(state) {} }
                BottomTabs(Place.Cases, 0) {}
            }
        }
    }
}
