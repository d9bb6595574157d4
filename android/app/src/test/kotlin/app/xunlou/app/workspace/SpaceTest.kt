package app.xunlou.app.workspace

import app.xunlou.app.testing.AppStory
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import kotlin.test.assertFalse
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class SpaceTest {
    @get:Rule
    val story = AppStory()

    @Test
    fun `a phone that runs full says so before an answer is lost, and no longer once there is space`() {
        val activity = story.activity()
        val space = story.app.services.space
        assertFalse(space.low.value)
        story.app.usableBytes = 20_000_000
        activity.pause().stop().start().resume()
        assertTrue(space.low.value)
        story.app.usableBytes = 2_000_000_000
        activity.pause().stop().start().resume()
        assertFalse(space.low.value)
    }
}
