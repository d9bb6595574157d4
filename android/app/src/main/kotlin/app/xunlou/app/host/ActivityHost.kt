package app.xunlou.app.host

import android.app.Activity
import android.content.Intent
import android.os.Bundle
import app.xunlou.app.R
import app.xunlou.app.photos.PhotoLoader
import app.xunlou.app.reminders.NotificationPermission
import app.xunlou.app.services
import app.xunlou.app.settings.localized
import app.xunlou.app.settings.words
import app.xunlou.app.workspace.WorkspaceState
import app.xunlou.presenters.Chosen
import app.xunlou.presenters.CodeInbox
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.Presenters
import app.xunlou.presenters.Showing
import app.xunlou.presenters.setup.SetUpPresenter
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.launch

/**
 * The life of the one activity, apart from what draws it. The activity passes on what the system tells it, and
 * shows [showing]. What outlives a rotation or the process is the core's, or a line in the saved state: the way,
 * and what another app was asked for.
 */
class ActivityHost(private val activity: Activity) {
    private val services = activity.services
    private val opening = Opening(activity, services.settings, ::setUp, ::work)
    private val mutable = MutableStateFlow<Showing>(Showing.Opening)
    private var inFront: Job? = null

    private val scope: CoroutineScope = MainScope()

    /** How it is to look. */
    val look: StateFlow<Chosen> = services.settings.chosen

    /** What the app itself has to say, beside the screens. */
    val notices: Notices = services.notices

    /** Whether the phone's storage runs low. */
    val lowSpace: StateFlow<Boolean> = services.space.low

    /** What to show. */
    val showing: StateFlow<Showing> = mutable.asStateFlow()

    /** The enrolment code that was scanned or tapped. */
    val inbox = CodeInbox()

    val errands = Errands(activity, services, inbox)

    lateinit var navigator: Navigator
        private set

    fun create(saved: Bundle?) {
        navigator = Navigator.restore(saved?.getStringArrayList(WAY).orEmpty(), Place.Today)
        errands.pending = Pending.read(saved?.getBundle(PENDING))
        inbox.put(saved?.getString(CODE))
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

    /** In front, to be tapped. */
    fun resume() = errands.resumed()

    /** Another app is in front, or will be: what is being typed is written down. */
    fun pause() {
        when (val now = mutable.value) {
            is Showing.Work -> now.presenters.pause()
            is Showing.SetUp -> now.presenter.pause()
            else -> Unit
        }
    }

    fun stop() {
        inFront?.cancel()
    }

    fun save(out: Bundle) {
        out.putStringArrayList(WAY, ArrayList(navigator.save()))
        out.putBundle(PENDING, Pending.write(errands.pending))
        out.putString(CODE, inbox.code.value)
    }

    fun destroy() {
        scope.cancel()
        show(Showing.Opening)
    }

    /** A notification or a link, while the app is open. */
    fun newIntent(intent: Intent) = enter(intent)

    fun result(request: Int, code: Int, data: Intent?) = errands.result(request, code, data)

    /** Goes back on the way; `false` where the app is left. */
    fun back(): Boolean = navigator.back()

    /** Tries again to open what did not. */
    fun retry() {
        scope.launch { show(opening.showing(services.holder.retry())) }
    }

    /** Sets what cannot be opened aside, and begins with the enrolment. */
    fun startAnew() {
        scope.launch {
            services.schedule.stop()
            services.holder.startAnew()
        }
    }

    /** What loads the photos of the workspace that is open. */
    fun photos(): PhotoLoader? = (services.holder.state.value as? WorkspaceState.Open)?.let { PhotoLoader(it.core) }

    /** A text of the app's resources, in its language. */
    fun text(id: Int): String = services.settings.localized(activity).getString(id)

    /** Keeps the workspace open until the activity ends. */
    private suspend fun open() {
        services.uses.take()
        try {
            val language = services.settings.chosen.map { it.language }.distinctUntilChanged()
            combine(services.holder.state, language) { state, _ -> state }.collectLatest { show(opening.showing(it)) }
        } finally {
            // The scope has ended by now; the process goes on.
            services.scope.launch { services.uses.drop() }
        }
    }

    /** The first sync is done: there is work to show. */
    private fun begin() {
        scope.launch { show(opening.showing(services.holder.state.value)) }
    }

    private fun show(next: Showing) {
        val now = mutable.value
        if (now is Showing.SetUp && next !== now) now.presenter.close()
        mutable.value = next
        if (next is Showing.Work) useCode()
    }

    /** One that is under way goes on with what it has just enrolled. */
    private fun setUp(core: Core?) = mutable.value as? Showing.SetUp ?: Showing.SetUp(
        SetUpPresenter(Enrolling(core, services.holder, ::begin), services.syncing, inbox, errands, services.settings.words, services.scope),
    )

    private fun work(core: Core) = Showing.Work(
        Presenters(
            core, services.settings.words, services.scope, navigator, errands, services.syncing, services.settings, inbox, services.notices::say,
        ),
    )

    private fun enter(intent: Intent?) {
        Entry.place(intent)?.let(navigator::go)
        Entry.link(intent)?.let { link ->
            inbox.put(link)
            if (mutable.value is Showing.Work) useCode()
        }
    }

    /** A phone at work is enrolled again from its settings. */
    private fun useCode() {
        if (inbox.code.value != null) navigator.go(Place.Settings)
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
