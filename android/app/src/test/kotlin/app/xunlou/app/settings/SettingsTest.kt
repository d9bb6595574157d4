package app.xunlou.app.settings

import android.app.NotificationManager
import app.xunlou.app.testing.AppStory
import app.xunlou.app.testing.await
import app.xunlou.core.Language
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
        settings.language = Language.ENGLISH
        settings.theme = Settings.Theme.DARK
        settings.textSize = Settings.TextSize.LARGEST
        settings.wifiOnly = false
        story.app.restart()
        assertEquals(Look(Language.ENGLISH, Settings.Theme.DARK, Settings.TextSize.LARGEST), settings.look.value)
        assertEquals(false, settings.wifiOnly)
    }

    @Test
    fun `another language is heard at once by screens, words and the system's own settings`() {
        fun channels() = story.app.getSystemService(NotificationManager::class.java).notificationChannels.map { "${it.name}" }.toSet()
        await("the channels") { channels() == setOf("到点提醒", "证件到期", "同步问题") }
        settings.language = Language.ENGLISH
        assertEquals(Language.ENGLISH, settings.look.value.language)
        assertEquals("Today", settings.words("today-title"))
        await("the channels in English") { channels() == setOf("Due now", "Papers about to expire", "Sync problems") }
    }
}
