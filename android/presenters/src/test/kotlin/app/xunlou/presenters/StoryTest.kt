package app.xunlou.presenters

import app.xunlou.presenters.testing.Story
import kotlin.test.assertEquals
import org.junit.jupiter.api.Test

class StoryTest {
    @Test
    fun `a story gives tests a synced phone of a butler`() {
        Story().use { story ->
            val lin = story.phone("lin")
            assertEquals("林晓岚", lin.workspace.me().personName)
            assertEquals(listOf("morning", "morning", "afternoon", "evening"), lin.workspace.today().map { it.slot })
        }
    }
}
