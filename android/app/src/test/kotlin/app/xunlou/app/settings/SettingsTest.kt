package app.xunlou.app.settings

import android.app.NotificationManager
import app.xunlou.app.testing.AppStory
import app.xunlou.app.testing.await
import app.xunlou.core.Language
import app.xunlou.presenters.Chosen
import app.xunlou.presenters.TextSize
import app.xunlou.presenters.Theme
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import java.util.Locale
import kotlin.test.assertEquals
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class SettingsTest {
    @get:Rule
    val story = AppStory()
    private val settings get() = story.app.services.settings

    @Test
    fun `the app begins in the phone's language if it has it, else in Chinese`() {
        val languages = mapOf(
            Locale.SIMPLIFIED_CHINESE to Language.CHINESE,
            Locale.US to Language.ENGLISH,
            Locale.FRANCE to Language.CHINESE,
        )
        val before = Locale.getDefault()
        for ((phone, expected) in languages) {
            Locale.setDefault(phone)
            assertEquals(expected, Settings(story.app).language, "$phone")
        }
        Locale.setDefault(before)
    }

    @Test
    fun `what is set is there at the next start`() {
        assertTrue(settings.wifiOnly)
        val chosen = Chosen(Language.ENGLISH, Theme.DARK, TextSize.LARGEST, wifiOnly = false)
        settings.choose { chosen }
        story.app.restart()
        assertEquals(chosen, settings.chosen.value)
    }

    @Test
    fun `another language is heard at once by screens, words and the system's own settings`() {
        fun channels() = story.app.getSystemService(NotificationManager::class.java).notificationChannels.map { "${it.name}" }.toSet()
        await("the channels") { channels() == setOf("到点提醒", "证件到期", "同步问题") }
        settings.choose { copy(language = Language.ENGLISH) }
        assertEquals(Language.ENGLISH, settings.chosen.value.language)
        assertEquals("Today", settings.words("today-title"))
        await("the channels in English") { channels() == setOf("Due now", "Papers about to expire", "Sync problems") }
    }
}
