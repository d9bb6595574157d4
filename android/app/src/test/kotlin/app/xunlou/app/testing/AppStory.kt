package app.xunlou.app.testing

import android.content.Intent
import android.os.Bundle
import app.xunlou.app.MainActivity
import app.xunlou.app.workspace.WorkspaceState
import app.xunlou.core.DocumentId
import app.xunlou.core.DutySlot
import app.xunlou.core.DutySubject
import app.xunlou.core.NewRecord
import app.xunlou.core.RecordAbout
import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.Showing
import app.xunlou.presenters.testing.Handset
import app.xunlou.presenters.testing.Stage
import app.xunlou.presenters.testing.TestClock
import org.junit.rules.ExternalResource
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.android.controller.ActivityController
import org.robolectric.util.ReflectionHelpers
import org.robolectric.util.ReflectionHelpers.ClassParameter
import java.nio.file.Files
import java.time.LocalTime

/**
 * The app on 林晓岚's phone, with a real core and a real server: it is Wednesday, 18 March 2026, 10:30 (see
 * the presenters' `Story`). The server is started by the first who needs it.
 */
class AppStory : ExternalResource() {
    val app: StoryApplication get() = RuntimeEnvironment.getApplication() as StoryApplication
    private val started = lazy { Stage().apply { open(app.clock.now) } }
    private val others = mutableListOf<Handset>()
    private val home by lazy { Files.createTempDirectory("xunlou-app-") }

    /** The server, to stop and start it, and to revoke devices. */
    val stage: Stage by started

    /** The core of the app that runs now. */
    val workspace: WorkspaceInterface get() = (app.services.holder.state.value as WorkspaceState.Open).workspace

    /** The phone is enrolled, and has synced. */
    fun enrolled(synced: Boolean = true) {
        val link = stage.enrol("lin")
        app.services.scope.waitFor("the enrolment") { app.services.holder.enrol(link, "林的手机") }
        if (synced) workspace.sync()
    }

    /** Another phone of the same person, which has synced. */
    fun otherPhone(): Handset {
        val clock = TestClock(app.clock.now)
        return Handset(home.resolve("phone-${others.size}"), clock, stage.enrol("lin"), "林的旧手机")
            .also(others::add).also { it.workspace.sync() }
    }

    /** It is this time of the day now, for the phone; and for the server, if there is one. */
    fun clock(time: String) {
        app.clock.now = app.clock.now.with(LocalTime.parse(time))
        if (started.isInitialized()) stage.clock(app.clock.now)
    }

    /** The activity, started; with the state that another one saved. */
    fun activity(saved: Bundle? = null, intent: Intent = Intent()): ActivityController<MainActivity> =
        Robolectric.buildActivity(MainActivity::class.java, intent).create(saved).start().also {
            if (saved != null) it.restoreInstanceState(saved)
            it.resume()
        }

    /** The activity, at work. */
    fun working(saved: Bundle? = null): ActivityController<MainActivity> =
        activity(saved).also { await("work") { it.get().host.showing.value is Showing.Work } }

    /** Begins the morning's round. */
    fun startRound(workspace: WorkspaceInterface = this.workspace): DocumentId {
        val duty = workspace.today().first { it.duty == "butler_patrol" && it.slot == "morning" }
        val area = (duty.subject as DutySubject.Area).area
        return workspace.startRecord(NewRecord(duty.form, DutySlot(duty.duty, duty.slot), RecordAbout.Area(area), false))
    }

    override fun after() {
        others.forEach(Handset::close)
        if (others.isNotEmpty()) home.toFile().deleteRecursively()
        if (started.isInitialized()) stage.close()
    }
}

/** What the system keeps of an activity that it puts away. */
fun ActivityController<MainActivity>.putAway(): Bundle {
    val saved = Bundle()
    pause().stop().saveInstanceState(saved).destroy()
    return saved
}

/** Another app answers what it was asked for. */
fun MainActivity.answered(request: Int, code: Int, data: Intent?) {
    val arguments = listOf(
        ClassParameter.from(Int::class.java, request),
        ClassParameter.from(Int::class.java, code),
        ClassParameter.from(Intent::class.java, data),
    )
    ReflectionHelpers.callInstanceMethod<Unit>(this, "onActivityResult", *arguments.toTypedArray())
}
