package app.xunlou.screens.households

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.ui.Modifier
import app.xunlou.core.Language
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.households.HouseholdsEvent
import app.xunlou.presenters.households.HouseholdsPresenter
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.answerRest
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.startVisit
import app.xunlou.screens.components.BottomTabs
import app.xunlou.screens.pictures.Look
import app.xunlou.screens.pictures.picture
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** The customer files as they look, with states of the real presenter on the real core. */
class HouseholdsPicturesTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `how far the visits have come, in every look`() {
        for (unit in listOf("1-101", "1-102", "2-103")) {
            val record = lin.workspace.startVisit(unit)
            lin.workspace.answerRest(record)
            lin.workspace.finish(record)
        }
        take("households", open())
        take("households-dark", open(), Look(dark = true))
        take("households-large", open(), Look(text = 2f))
        take("households-english", open(Language.ENGLISH), Look(Language.ENGLISH))
    }

    @Test
    fun `what was found, and what matched`() = take("households-found", open().find("粤Z"))

    @Test
    fun `what was found, in large text`() = take("households-found-large", open().find("19900"), Look(text = 2f))

    @Test
    fun `nothing was found`() = take("households-none", open().find("没有这个人"))

    private fun open(language: Language = Language.CHINESE): HouseholdsPresenter {
        val presenter = HouseholdsPresenter(lin.core, Words(language), scope, Navigator(Place.Today))
        presenter.await { !it.loading }
        return presenter
    }

    private fun HouseholdsPresenter.find(query: String): HouseholdsPresenter {
        on(HouseholdsEvent.Searched(query))
        await { it.hits != null }
        return this
    }

    private fun take(name: String, presenter: HouseholdsPresenter, look: Look = Look()) {
        val state = presenter.state.value
        picture(name, look) {
            Column {
                Box(Modifier.weight(1f)) { HouseholdsScreen(state) {} }
                BottomTabs(Place.Households, 3) {}
            }
        }
    }
}
