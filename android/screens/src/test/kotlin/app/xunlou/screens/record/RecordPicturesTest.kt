package app.xunlou.screens.record

import app.xunlou.core.DocumentId
import app.xunlou.core.Language
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.record.RecordEvent
import app.xunlou.presenters.record.RecordPresenter
import app.xunlou.presenters.record.RecordState
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.answerRest
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.startPatrol
import app.xunlou.presenters.testing.startVisit
import app.xunlou.screens.pictures.CorePhotos
import app.xunlou.screens.pictures.Look
import app.xunlou.screens.pictures.picture
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** The record as it looks, with states of the real presenter on the real core. */
class RecordPicturesTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `a patrol that has just begun`() {
        val record = lin.workspace.startPatrol()
        take("record-empty", record, open(record))
    }

    @Test
    fun `a patrol half filled, with a problem, its note and its photo, in every look`() {
        val record = half()
        take("record-half", record, open(record, at = "fire_doors"))
        take("record-half-dark", record, open(record, at = "fire_doors"), Look(dark = true))
        take("record-half-large", record, open(record, at = "fire_doors"), Look(text = 2f))
        take("record-half-english", record, open(record, "fire_doors", Language.ENGLISH), Look(Language.ENGLISH))
    }

    @Test
    fun `a problem that still needs its photo, while its case is being made`() {
        val record = half()
        val presenter = open(record, at = "lifts")
        presenter.on(RecordEvent.Answered("lifts", "problem"))
        presenter.await { it.item("lifts")!!.run { problem && !saving } }
        presenter.on(RecordEvent.ReportTapped("lifts"))
        presenter.await { it.item("lifts")!!.report != null }
        take("record-problem", record, presenter)
    }

    @Test
    fun `a whole group that can be taken back`() {
        val record = lin.workspace.startPatrol()
        val presenter = open(record)
        presenter.on(RecordEvent.GroupNormal("floors"))
        presenter.await { it.canUndo && it.items.none { item -> item.saving } }
        take("record-undo", record, presenter)
    }

    @Test
    fun `what is missing when somebody tries to finish`() {
        val record = lin.workspace.startPatrol()
        val presenter = open(record)
        presenter.on(RecordEvent.FinishTapped)
        presenter.await { it.jump != null && !it.finishing }
        take("record-missing", record, presenter)
    }

    @Test
    fun `the afternoon with the morning's findings first, while it rains`() {
        val morning = half()
        val presenter = open(morning)
        presenter.on(RecordEvent.ReportTapped("fire_doors"))
        presenter.on(RecordEvent.Reported)
        presenter.await { it.item("fire_doors")!!.case != null }
        story.clock("15:05")
        val record = lin.workspace.startPatrol("afternoon", rain = true)
        take("record-afternoon", record, open(record))
    }

    @Test
    fun `a visit with its choices, dates and texts`() {
        val record = lin.workspace.startVisit("1-101")
        lin.workspace.answer(record, "met", "owner")
        lin.workspace.answer(record, "occupancy", "rented")
        lin.workspace.answer(record, "birth", "1984-05-20")
        take("record-visit", record, open(record))
        take("record-visit-file", record, open(record, at = "tenant"))
    }

    @Test
    fun `two phones that said different things`() {
        val record = half()
        lin.workspace.sync()
        val tang = story.phone("tang")
        // One answer more, so that hers is the later one by Automerge's count and shows; else chance decides.
        lin.workspace.answer(record, "lift_lights", "ok")
        lin.workspace.answer(record, "lifts", "problem")
        tang.workspace.answer(record, "lifts", "ok")
        tang.workspace.sync()
        lin.workspace.sync()
        take("record-conflict", record, open(record, at = "lifts"))
    }

    @Test
    fun `a finished patrol, to read`() {
        val record = half()
        lin.workspace.answerRest(record)
        story.clock("10:55")
        lin.workspace.finish(record)
        take("record-finished", record, open(record))
    }

    /** The first items answered, a door that does not close, with a photo of it. */
    private fun half(): DocumentId {
        val record = lin.workspace.startPatrol()
        for (item in listOf("residents", "notices", "shafts", "corridor_light", "deco_state")) lin.workspace.answer(record, item, "ok")
        lin.workspace.answer(record, "rented", "12")
        lin.workspace.answer(record, "plant_rooms", "na")
        lin.workspace.answer(record, "fire_doors", "problem")
        lin.workspace.setNote(record, "fire_doors", "7层东侧防火门闭门器坏,关不严")
        lin.workspace.attachPhoto(record, "fire_doors", "image/jpeg", story.stage.photo(7))
        return record
    }

    private fun open(record: DocumentId, at: String? = null, language: Language = Language.CHINESE): RecordPresenter {
        val presenter = RecordPresenter(Place.Record(record, at), lin.core, Words(language), scope, Navigator(Place.Today), FakePhone())
        presenter.await { !it.loading }
        return presenter
    }

    private fun take(name: String, record: DocumentId, presenter: RecordPresenter, look: Look = Look()) {
        val state: RecordState = presenter.state.value
        picture(name, look.copy(photos = CorePhotos(lin.workspace))) { RecordScreen(record, state) {} }
    }
}
