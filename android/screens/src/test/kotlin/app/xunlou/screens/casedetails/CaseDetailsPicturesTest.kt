package app.xunlou.screens.casedetails

import app.xunlou.core.CaseKind
import app.xunlou.core.CaseStep
import app.xunlou.core.DocumentId
import app.xunlou.core.FoundAt
import app.xunlou.core.Language
import app.xunlou.core.NewCase
import app.xunlou.core.NewFact
import app.xunlou.core.Severity
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.casedetails.CaseDetailsEvent
import app.xunlou.presenters.casedetails.CaseDetailsPresenter
import app.xunlou.presenters.testing.FakePhone
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.reportOf
import app.xunlou.presenters.testing.startPatrol
import app.xunlou.presenters.testing.step
import app.xunlou.screens.pictures.CorePhotos
import app.xunlou.screens.pictures.Look
import app.xunlou.screens.pictures.picture
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** A case as it looks, with states of the real presenter on the real core. */
class CaseDetailsPicturesTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `a repair that waits for its callback, in every look`() {
        val case = handled()
        take("case", case, open(case))
        take("case-dark", case, open(case), Look(dark = true))
        take("case-large", case, open(case), Look(text = 2f))
        take("case-english", case, open(case, Language.ENGLISH), Look(Language.ENGLISH))
    }

    @Test
    fun `a callback that is being written down`() {
        val case = handled()
        val presenter = open(case)
        presenter.on(CaseDetailsEvent.StepTapped(CaseStep.CALLED_BACK))
        presenter.on(CaseDetailsEvent.SatisfactionChosen(4))
        presenter.on(CaseDetailsEvent.NoteTyped("业主在家,已试水,不再渗漏"))
        presenter.await { it.form?.note?.isNotEmpty() == true }
        take("case-callback", case, presenter)
        take("case-callback-large", case, presenter, Look(text = 2f))
    }

    @Test
    fun `a dispatch that could not be saved`() {
        val full = object : WorkspaceInterface by lin.workspace {
            override fun addFact(caseDocument: DocumentId, new: NewFact) = throw XunlouException.StorageFull()
        }
        val case = lin.workspace.reportOf("1-102", "厨房水管漏水", severity = Severity.URGENT)
        val presenter = open(case, core = Core(full))
        presenter.on(CaseDetailsEvent.StepTapped(CaseStep.DISPATCHED))
        presenter.on(CaseDetailsEvent.DepartmentChosen("engineering"))
        presenter.on(CaseDetailsEvent.Taken)
        presenter.await { it.notice != null && !it.saving }
        take("case-problem", case, presenter)
    }

    @Test
    fun `a closed finding, to read`() {
        val record = lin.workspace.startPatrol()
        lin.workspace.answer(record, "fire_doors", "problem")
        val found = FoundAt(record, "fire_doors")
        val new = NewCase(CaseKind.FINDING, "防火门状况", "7层东侧防火门闭门器坏,关不严", "engineering", Severity.URGENT, found, null, null)
        val case = lin.workspace.reportCase(new)
        story.clock("14:20")
        lin.workspace.step(case, CaseStep.HANDLED, "闭门器已换")
        story.clock("15:10")
        lin.workspace.step(case, CaseStep.CLOSED)
        take("case-closed", case, open(case))
    }

    /** A pipe that the office has sent for and that was mended; its photo. */
    private fun handled(): DocumentId {
        val case = lin.workspace.reportOf("1-102", "厨房水管漏水", severity = Severity.URGENT, detail = "水槽下方接口渗水,已渗到楼下")
        lin.workspace.attachCasePhoto(case, "image/jpeg", story.stage.photo(7))
        lin.workspace.sync()
        val tang = story.phone("tang")
        story.clock("10:50")
        tang.workspace.step(case, CaseStep.DISPATCHED, department = "engineering")
        story.clock("11:40")
        tang.workspace.step(case, CaseStep.HANDLED, "接口已换,试水正常")
        tang.workspace.sync()
        lin.workspace.sync()
        return case
    }

    private fun open(case: DocumentId, language: Language = Language.CHINESE, core: Core = lin.core): CaseDetailsPresenter {
        val presenter = CaseDetailsPresenter(Place.CaseDetails(case), core, Words(language), scope, Navigator(Place.Cases), FakePhone())
        presenter.await { !it.loading }
        return presenter
    }

    private fun take(name: String, case: DocumentId, presenter: CaseDetailsPresenter, look: Look = Look()) {
        val state = presenter.state.value
        picture(name, look.copy(photos = CorePhotos(lin.workspace))) { CaseDetailsScreen(case, state) {} }
    }
}
