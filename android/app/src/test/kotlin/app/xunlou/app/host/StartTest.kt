package app.xunlou.app.host

import android.content.Intent
import android.content.pm.ActivityInfo
import android.content.res.Configuration
import android.net.Uri
import app.xunlou.app.testing.AppStory
import app.xunlou.app.testing.await
import app.xunlou.app.testing.putAway
import app.xunlou.presenters.Place
import app.xunlou.presenters.Showing
import app.xunlou.presenters.setup.SetUpEvent
import app.xunlou.presenters.setup.SetUpState.Step
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNotSame
import kotlin.test.assertNull
import kotlin.test.assertSame
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class StartTest {
    @get:Rule
    val story = AppStory()

    @Test
    fun `a new phone begins with the set-up, which leads to work`() {
        val host = story.activity().get().host
        assertEquals(Showing.Opening, host.showing.value)
        await("the set-up") { host.showing.value is Showing.SetUp }
        val setUp = (host.showing.value as Showing.SetUp).presenter
        assertEquals(Step.Code, setUp.state.value.step)
        host.inbox.put(story.stage.enrol("lin"))
        await("the server to be looked at") { setUp.state.value.step is Step.Confirm }
        setUp.on(SetUpEvent.EnrolTapped)
        await("work") { host.showing.value is Showing.Work }
        assertEquals(Place.Today, host.navigator.here)
        assertNull(host.inbox.code.value)
    }

    @Test
    fun `an enrolled phone whose first sync was cut short goes on with it`() {
        story.enrolled(synced = false)
        val host = story.activity().get().host
        await("work") { host.showing.value is Showing.Work }
        assertNotNull(story.workspace.syncStatus().lastSuccess)
    }

    @Test
    fun `a phone that was set up begins with today`() {
        story.enrolled()
        story.app.restart()
        assertEquals(Place.Today, story.working().get().host.navigator.here)
    }

    @Test
    fun `a turn of the phone makes nothing anew`() {
        story.enrolled()
        val activity = story.working()
        val before = activity.get()
        before.host.navigator.go(Place.Cases)
        val turned = Configuration(before.resources.configuration).apply {
            orientation = Configuration.ORIENTATION_LANDSCAPE
        }
        activity.configurationChange(turned)
        assertSame(before, activity.get())
        assertEquals(Place.Cases, activity.get().host.navigator.here)
        val manifest = story.app.packageManager.getActivityInfo(before.componentName, 0)
        assertTrue(manifest.configChanges and ActivityInfo.CONFIG_ORIENTATION != 0)
    }

    @Test
    fun `an activity that is made anew is where it was`() {
        story.enrolled()
        val activity = story.working()
        val before = activity.get()
        before.host.navigator.go(Place.Cases)
        activity.recreate()
        assertNotSame(before, activity.get())
        await("work") { activity.get().host.showing.value is Showing.Work }
        assertEquals(listOf(Place.Today, Place.Cases), activity.get().host.navigator.way.value)
    }

    @Test
    fun `killed in the middle of a form, the app comes back to the same item with all answers`() {
        story.enrolled()
        val record = story.startRound()
        val items = story.workspace.record(record).groups.flatMap { it.items }
        val host = story.working()
        host.get().host.navigator.go(Place.Record(record))
        story.workspace.answer(record, items[0].id, "ok")
        host.get().host.navigator.remember(Place.Record(record, items[1].id))
        val saved = host.putAway()

        story.app.restart()

        val again = story.working(saved).get().host
        assertEquals(listOf(Place.Today, Place.Record(record, items[1].id)), again.navigator.way.value)
        assertEquals("ok", story.workspace.record(record).groups.flatMap { it.items }.first().answer)
        assertTrue(again.back())
        assertFalse(again.back())
    }

    @Test
    fun `back leads along the way and then out of the app`() {
        story.enrolled()
        val activity = story.working().get()
        activity.host.navigator.go(Place.Sync)
        press(activity)
        assertEquals(Place.Today, activity.host.navigator.here)
        assertFalse(activity.isFinishing)
        press(activity)
        assertTrue(activity.isFinishing)
    }

    @Test
    fun `a notification leads to its place, whether the app is open or not`() {
        story.enrolled()
        val closed = story.activity(intent = Entry.to(story.app, Place.Conflicts))
        assertEquals(listOf(Place.Today, Place.Conflicts), closed.get().host.navigator.way.value)
        closed.newIntent(Entry.to(story.app, Place.Sync))
        assertEquals(Place.Sync, closed.get().host.navigator.here)
    }

    @Test
    fun `an activity that comes back does not go again where a notification once led`() {
        story.enrolled()
        val activity = story.activity(intent = Entry.to(story.app, Place.Conflicts))
        activity.get().host.back()
        activity.recreate()
        assertEquals(Place.Today, activity.get().host.navigator.here)
    }

    @Test
    fun `an enrolment link waits for the set-up, over a death of the app too`() {
        val link = "xunlou://enrol?server=https://x.example&code=1"
        val activity = story.activity(intent = Intent(Intent.ACTION_VIEW, Uri.parse(link)))
        assertEquals(link, activity.get().host.inbox.code.value)
        val saved = activity.putAway()
        story.app.restart()
        val host = story.activity(saved).get().host
        assertEquals(link, host.inbox.code.value)
        assertEquals(link, host.inbox.take())
        assertNull(host.inbox.code.value)
    }

    @Test
    fun `on a phone at work a link leads to the settings, whether the app is open or not`() {
        story.enrolled()
        story.app.restart()
        val link = "xunlou://enrol?server=https://x.example&code=1"
        val intent = Intent(Intent.ACTION_VIEW, Uri.parse(link))
        val activity = story.activity(intent = intent)
        await("the settings") { activity.get().host.navigator.here == Place.Settings }
        activity.get().host.back()
        activity.newIntent(intent)
        assertEquals(listOf(Place.Today, Place.Settings), activity.get().host.navigator.way.value)
    }

    @Test
    fun `links of others are not taken for ours`() {
        val intent = Intent(Intent.ACTION_VIEW, Uri.parse("https://x.example/enrol?code=1"))
        assertNull(story.activity(intent = intent).get().host.inbox.code.value)
    }

    @Suppress("DEPRECATION")
    private fun press(activity: android.app.Activity) = activity.onBackPressed()
}
