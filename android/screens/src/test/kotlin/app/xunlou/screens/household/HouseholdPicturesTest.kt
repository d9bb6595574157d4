package app.xunlou.screens.household

import app.xunlou.core.FieldSource
import app.xunlou.core.Language
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.household.At
import app.xunlou.presenters.household.HouseholdEvent
import app.xunlou.presenters.household.HouseholdPresenter
import app.xunlou.presenters.household.HouseholdState
import app.xunlou.presenters.testing.Apart
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.Handset
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.answerRest
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.startVisit
import app.xunlou.screens.pictures.Look
import app.xunlou.screens.pictures.picture
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** A customer file as it looks, with states of the real presenter on the real core. */
class HouseholdPicturesTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val household = lin.workspace.search("1-101", 1).single().household
    private val scope = MainScope()

    init {
        // What the office's list said has the day of a real clock.
        val known = listOf("name" to "陆一诺", "phone" to "19900000013", "occupancy" to "owner_occupied", "plate" to "粤Z·00011")
        for ((field, value) in known) lin.workspace.editField(household, field, value, FieldSource.OFFICE)
    }

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `a file with what is known and unknown, in every look`() {
        lin.workspace.addField(household, "phone", "0755-8888 6666", FieldSource.PHONE)
        take("household", open())
        take("household-dark", open(), Look(dark = true))
        take("household-large", open(), Look(text = 2f))
        take("household-english", open(language = Language.ENGLISH), Look(Language.ENGLISH))
    }

    @Test
    fun `a value that is being written and does not fit, and another that is added`() {
        val presenter = open()
        val phone = At("phone", another = true)
        presenter.on(HouseholdEvent.EditTapped(phone))
        presenter.on(HouseholdEvent.Written(phone, "12"))
        presenter.on(HouseholdEvent.SourceChosen(phone, FieldSource.PHONE.name))
        presenter.on(HouseholdEvent.Saved(phone))
        presenter.await { it.field("phone")!!.adding?.wrong != null && it.field("phone")!!.adding?.saving == false }
        take("household-form", presenter) { copy(fields = fields.drop(1)) }
    }

    @Test
    fun `a choice and a day that are being chosen`() {
        lin.workspace.editField(household, "birth", "1984-05-20", FieldSource.VISIT)
        val presenter = open()
        for (field in listOf("occupancy", "birth")) presenter.on(HouseholdEvent.EditTapped(At(field)))
        presenter.await { it.field("birth")!!.entries.single().form != null }
        take("household-choice", presenter) { copy(fields = listOfNotNull(field("occupancy"), field("birth"))) }
    }

    @Test
    fun `two phones that wrote different things, and the visits`() = Apart(story).use { apart ->
        val first = apart.phone.workspace.startVisit("1-101")
        apart.phone.workspace.answerRest(first)
        apart.phone.workspace.finish(first)
        // One more, so that hers is the later one by Automerge's count and shows; else chance decides.
        apart.phone.workspace.editField(household, "nanny", "周阿姨", FieldSource.VISIT)
        apart.edit("hobbies", "钓鱼", "下棋")
        apart.phone.workspace.startVisit("1-101")
        take("household-conflict", open(apart.phone)) { copy(fields = listOfNotNull(field("hobbies"))) }
    }

    private fun open(handset: Handset = lin, language: Language = Language.CHINESE): HouseholdPresenter {
        val place = Place.Household(household)
        val presenter = HouseholdPresenter(place, handset.core, Words(language), scope, Navigator(place), FakePhone())
        presenter.await { !it.loading }
        return presenter
    }

    /** With the fields that matter brought to the top. */
    private fun take(
        name: String,
        presenter: HouseholdPresenter,
        look: Look = Look(),
        part: HouseholdState.() -> HouseholdState = { this },
    ) {
        val state = presenter.state.value.part()
        picture(name, look) { HouseholdScreen(state) {} }
    }
}
