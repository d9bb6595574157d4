package app.xunlou.app.photos

import app.xunlou.app.testing.AppStory
import app.xunlou.app.testing.Pictures
import app.xunlou.app.testing.waitFor
import app.xunlou.app.workspace.WorkspaceState
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertSame
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class PhotoLoaderTest {
    @get:Rule
    val story = AppStory()
    private val loader by lazy { PhotoLoader((story.app.services.holder.state.value as WorkspaceState.Open).core) }

    private fun load(record: String, hash: String, large: Boolean = false) =
        story.app.services.scope.waitFor("the photo") { loader.load(record, hash, large) }

    @Test
    fun `a thumbnail is small and kept, a photo as large as the screen is not`() {
        story.enrolled()
        val record = story.startRound()
        val item = story.workspace.record(record).groups.first().items.first().id
        val hash = story.workspace.attachPhoto(record, item, "image/jpeg", Pictures.plain(2000, 1500))
        val small = assertNotNull(load(record, hash))
        assertTrue(small.width in 240..480, "${small.width}")
        assertSame(small, load(record, hash))
        assertEquals(2000, load(record, hash, large = true)?.width)
    }

    @Test
    fun `a colleague's photo is fetched when it is looked at, and without a network there is none`() {
        story.enrolled()
        val other = story.otherPhone().workspace
        val record = story.startRound(other)
        val item = other.record(record).groups.first().items.first().id
        val hash = other.attachPhoto(record, item, "image/jpeg", story.stage.photo(1))
        other.sync()
        story.workspace.sync()
        story.stage.stop()
        assertNull(load(record, hash))
        story.stage.start(story.app.clock.now)
        assertNotNull(load(record, hash))
    }
}
