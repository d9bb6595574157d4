package app.xunlou.presenters.households

import app.xunlou.core.FieldSource
import app.xunlou.core.HouseholdHit
import app.xunlou.core.Language
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.testing.MainScope
import app.xunlou.presenters.testing.Story
import app.xunlou.presenters.testing.answerRest
import app.xunlou.presenters.testing.await
import app.xunlou.presenters.testing.eventually
import app.xunlou.presenters.testing.startVisit
import java.util.concurrent.CountDownLatch
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

class HouseholdsPresenterTest {
    private val story = Story()
    private val lin = story.phone("lin")
    private val scope = MainScope()
    private val navigator = Navigator(listOf(Place.Today, Place.Households))

    @AfterEach
    fun end() {
        scope.close()
        story.close()
    }

    @Test
    fun `with nothing searched for it shows the visits of the month and the quarter, and whom to visit next`() {
        val state = open().loaded()
        assertNull(state.hits)
        val east = state.areas.single()
        assertEquals("东区", east.name)
        assertEquals(listOf("每月家访不少于1/3户" to "0 / 3", "每季度家访98%" to "0 / 7"), east.coverage.map { it.title to it.figures })
        assertEquals("1-101" to "近一年没有家访", east.visits.first().run { unit to last })
    }

    @Test
    fun `who sees the whole estate sees it area by area`() {
        val state = open(story.phone("tang").core).loaded()
        assertEquals(setOf("东区", "中区", "西区"), state.areas.map { it.name }.toSet())
        assertTrue(state.areas.all { it.coverage.size == 2 && it.visits.isNotEmpty() })
    }

    @Test
    fun `a visit counts as soon as it is finished, and its household is no longer the next`() {
        val presenter = open()
        presenter.loaded()
        val record = lin.workspace.startVisit("1-101")
        lin.workspace.answerRest(record)
        lin.workspace.finish(record)
        val state = presenter.await("the visit") { it.areas.single().coverage.first().figures.startsWith("1 / ") }
        assertTrue(state.areas.single().visits.first().unit != "1-101")
    }

    @Test
    fun `a household is found by unit, name, phone and plate, and what matched is said`() {
        val presenter = open()
        presenter.loaded()
        assertEquals(listOf("1-101", "1-102", "1-103", "1-104"), presenter.find("1-10").map { it.unit })
        assertEquals(HitLine("1-103", "窦思齐", null), presenter.find("1-103").single().line())
        assertEquals(HitLine("1-101", "陆一诺", "业主姓名 陆一诺"), presenter.find("陆一").single().line())
        assertEquals(HitLine("1-101", "陆一诺", "联系电话 19900000013"), presenter.find("199 0000 0013").single().line())
        assertEquals(HitLine("2-103", "潘云舒", "车辆信息(车牌) 粤Z·01913").matched, presenter.find("粤z01913").single().line().matched)
    }

    @Test
    fun `what is not found says so, and with an empty query the visits come back`() {
        val presenter = open()
        presenter.loaded()
        assertEquals(emptyList(), presenter.find("没有这个人"))
        presenter.on(HouseholdsEvent.Searched("  "))
        val state = presenter.await("no search") { it.query == "  " }
        assertNull(state.hits)
        assertTrue(state.areas.isNotEmpty())
    }

    @Test
    fun `what an older search finds never covers what a newer one found`() {
        val begun = CountDownLatch(1)
        val gate = CountDownLatch(1)
        val done = CountDownLatch(1)
        val slow = object : WorkspaceInterface by lin.workspace {
            override fun search(query: String, limit: Long): List<HouseholdHit> {
                if (query != "1-101") return lin.workspace.search(query, limit)
                begun.countDown()
                gate.await()
                return lin.workspace.search(query, limit).also { done.countDown() }
            }
        }
        val presenter = open(Core(slow))
        presenter.loaded()
        presenter.on(HouseholdsEvent.Searched("1-101"))
        begun.await()
        assertEquals(listOf("1-102"), presenter.find("1-102").map { it.unit })
        gate.countDown()
        done.await()
        // What is done after this one comes after it on the presenter's one thread, too.
        presenter.on(HouseholdsEvent.HouseholdTapped("later"))
        eventually("later") { navigator.here == Place.Household("later") }
        assertEquals(listOf("1-102"), presenter.state.value.hits?.map { it.unit })
    }

    @Test
    fun `a search that fails says so, and shows nothing that was found before`() {
        var broken = false
        val failing = object : WorkspaceInterface by lin.workspace {
            override fun search(query: String, limit: Long): List<HouseholdHit> =
                if (broken) throw XunlouException.Storage("INTERNAL") else lin.workspace.search(query, limit)
        }
        val presenter = open(Core(failing))
        presenter.loaded()
        presenter.find("1-101")
        broken = true
        presenter.on(HouseholdsEvent.Searched("1-102"))
        val state = presenter.await("the problem") { it.notice != null && it.hits == null }
        assertEquals(Notice.Tone.PROBLEM, state.notice?.tone)
        presenter.on(HouseholdsEvent.NoticeSeen)
        presenter.await("seen") { it.notice == null }
    }

    @Test
    fun `what is found is found again when a file changes, and leads to the file`() {
        val presenter = open()
        presenter.loaded()
        val hit = presenter.find("1-102").single()
        lin.workspace.addField(hit.id, "name", "蔡小满", FieldSource.VISIT)
        presenter.await("the new name") { it.hits?.singleOrNull()?.names?.contains("蔡小满") == true }
        presenter.on(HouseholdsEvent.HouseholdTapped(hit.id))
        eventually("there") { navigator.here == Place.Household(hit.id) }
    }

    private data class HitLine(val unit: String, val names: String, val matched: String?)

    private fun HouseholdsState.Hit.line() = HitLine(unit, names, matched)

    private fun open(core: Core = lin.core) = HouseholdsPresenter(core, Words(Language.CHINESE), scope, navigator)

    private fun HouseholdsPresenter.loaded(): HouseholdsState = await("the areas") { !it.loading }

    /** Searches, and waits until what was found is another list than before. */
    private fun HouseholdsPresenter.find(query: String): List<HouseholdsState.Hit> {
        on(HouseholdsEvent.Searched(""))
        await("no search") { it.hits == null && it.query.isEmpty() }
        on(HouseholdsEvent.Searched(query))
        return await("what was found") { it.query == query && it.hits != null }.hits.orEmpty()
    }
}
