package app.xunlou.app.host

import android.app.Activity
import android.content.Intent
import android.os.Bundle
import app.xunlou.app.R
import app.xunlou.app.reminders.NotificationPermission
import app.xunlou.app.services
import app.xunlou.app.settings.Look
import app.xunlou.app.settings.localized
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch

/**
 * The life of the one activity, apart from what draws it. The activity passes on what the system tells it, and
 * shows [showing]. What outlives a rotation or the process is the core's, or a line in the saved state: the way,
 * and what another app was asked for.
 */
class ActivityHost(private val activity: Activity) {
    private val services = activity.services
    private val opening = Opening(activity, services.settings)
    private val mutable = MutableStateFlow<Showing>(Showing.Opening)
    private val codes = MutableStateFlow<String?>(null)
    private var inFront: Job? = null

    /** For presenters: ends with the activity. */
    val scope: CoroutineScope = MainScope()

    /** How it is to look. */
    val look: StateFlow<Look> = services.settings.look

    /** What the app itself has to say, beside the screens. */
    val notices: Notices = services.notices

    /** Whether the phone's storage runs low. */
    val lowSpace: StateFlow<Boolean> = services.space.low

    /** What to show. */
    val showing: StateFlow<Showing> = mutable.asStateFlow()

    /** The enrolment code that was scanned or tapped, until the set-up has it. */
    val code: StateFlow<String?> = codes.asStateFlow()

    val errands = Errands(activity, services) { codes.value = it }

    lateinit var navigator: Navigator
        private set

    fun create(saved: Bundle?) {
        navigator = Navigator.restore(saved?.getStringArrayList(WAY).orEmpty(), Place.Today)
        errands.pending = Pending.read(saved?.getBundle(PENDING))
        codes.value = saved?.getString(CODE)
        if (saved == null) enter(activity.intent)
        scope.launch { open() }
    }

    fun start() {
        services.space.look()
        inFront = scope.launch {
            showing.filterIsInstance<Showing.Work>().first()
            askToNotify()
            services.frontSync.watch()
        }
    }

    fun stop() {
        inFront?.cancel()
    }

    fun save(out: Bundle) {
        out.putStringArrayList(WAY, ArrayList(navigator.save()))
        out.putBundle(PENDING, Pending.write(errands.pending))
        out.putString(CODE, codes.value)
    }

    fun destroy() = scope.cancel()

    /** A notification or a link, while the app is open. */
    fun newIntent(intent: Intent) = enter(intent)

    fun result(request: Int, code: Int, data: Intent?) = errands.result(request, code, data)

    /** Goes back on the way; `false` where the app is left. */
    fun back(): Boolean = navigator.back()

    /** The set-up has the code. */
    fun codeTaken() {
        codes.value = null
    }

    /** The first sync is done, or the language is another: looks anew at what to show. */
    fun refresh() {
        scope.launch { mutable.value = opening.showing(services.holder.state.value) }
    }

    /** Tries again to open what did not. */
    fun retry() {
        scope.launch { mutable.value = opening.showing(services.holder.retry()) }
    }

    /** Sets what cannot be opened aside, and begins with the enrolment. */
    fun startAnew() {
        scope.launch {
            services.schedule.stop()
            services.holder.startAnew()
        }
    }

    /** A text of the app's resources, in its language. */
    fun text(id: Int): String = services.settings.localized(activity).getString(id)

    /** Keeps the workspace open until the activity ends. */
    private suspend fun open() {
        services.uses.take()
        try {
            services.holder.state.collectLatest { mutable.value = opening.showing(it) }
        } finally {
            // The scope has ended by now; the process goes on.
            services.scope.launch { services.uses.drop() }
        }
    }

    private fun enter(intent: Intent?) {
        Entry.place(intent)?.let(navigator::go)
        Entry.link(intent)?.let { codes.value = it }
    }

    private fun askToNotify() {
        val permission = NotificationPermission(activity)
        if (!permission.toBeAsked) return
        services.notices.say(Notice.news(text(R.string.notify_reason)))
        permission.ask()
    }

    private companion object {
        const val WAY = "way"
        const val PENDING = "pending"
        const val CODE = "code"
    }
}
