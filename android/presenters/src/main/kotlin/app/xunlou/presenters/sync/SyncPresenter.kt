package app.xunlou.presenters.sync

import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Phone
import app.xunlou.presenters.Place
import app.xunlou.presenters.Preferences
import app.xunlou.presenters.ScreenPresenter
import app.xunlou.presenters.Words
import app.xunlou.presenters.minutes
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.merge

/** 同步: what waits, how far it has come, what was refused, and when it last worked. */
class SyncPresenter(
    private val core: Core,
    words: Words,
    scope: CoroutineScope,
    private val navigator: Navigator,
    private val phone: Phone,
    private val syncer: Syncer,
    private val preferences: Preferences,
) : ScreenPresenter<SyncState, SyncEvent>(SyncState(), words, scope) {
    private var facts: SyncFacts? = null

    /** What went wrong on this screen itself. */
    private var problem: Notice? = null

    /** The end that was told and read. One that went well before one came here says nothing new. */
    private var seen: SyncOutcome? = syncer.state.value.outcome?.takeIf { it.wentWell }

    /** Somebody tapped, and it has not come to its end. */
    private var asked = false

    init {
        follow(merge(core.changes { it.sync }, minutes())) { load() }
        follow(syncer.state) { if (syncer.state.value.running) render() else load() }
        follow(preferences.chosen) { render() }
    }

    override fun tell(notice: Notice) {
        problem = notice
        render()
    }

    override fun handle(event: SyncEvent) {
        when (event) {
            SyncEvent.SyncTapped -> sync()
            SyncEvent.CancelTapped -> syncer.cancel()
            is SyncEvent.WifiOnlyChanged -> preferences.choose { copy(wifiOnly = event.only) }
            SyncEvent.ExportTapped -> start { export() }
            SyncEvent.EnrolAgainTapped -> navigator.go(Place.Settings)
            SyncEvent.NoticeSeen -> {
                problem = null
                seen = syncer.state.value.outcome
                render()
            }
        }
    }

    private fun sync() {
        if (asked || syncer.state.value.running) return
        problem = null
        asked = true
        render()
        start {
            try {
                syncer.sync()
            } finally {
                asked = false
            }
            load()
        }
    }

    /** Nothing of what was refused is lost here; the office may know what to do with it. */
    private suspend fun export() {
        val bytes = core { refused().toJson() }
        phone.share("xunlou-refused.json", "application/json", bytes)
    }

    private suspend fun load() = inTurn {
        facts = core { syncFacts(words) }
        render()
    }

    private fun render() {
        val facts = facts ?: return show { copy(notice = problem) }
        val run = syncer.state.value.let { if (asked) it.copy(running = true) else it }
        val over = run.outcome?.let { endsEnrolment(it, facts) } ?: false
        val ended = run.outcome?.takeUnless { run.running || it === seen }?.let { notice(it, over) }
        val state = SyncState(
            loading = false,
            progress = ProgressLine.of(run, words),
            waiting = facts.waiting,
            synced = facts.synced,
            warnings = facts.warnings,
            refused = facts.refused,
            wifiOnly = preferences.chosen.value.wifiOnly,
            mustEnrolAgain = over,
            notice = problem ?: ended,
        )
        show { state }
    }

    /**
     * Whether this phone has to be enrolled again before it can sync. The first sync of a revoked phone comes to its
     * end: the server takes what it has, to keep it aside, and says so of each change.
     */
    private fun endsEnrolment(outcome: SyncOutcome, facts: SyncFacts): Boolean = when (outcome) {
        // What was refused stays listed for good, so the newest tells.
        is SyncOutcome.Done -> outcome.report.refused > 0 && facts.newestRefusal == REVOKED
        is SyncOutcome.Failed -> outcome.endsEnrolment
    }

    private fun notice(outcome: SyncOutcome, over: Boolean): Notice = when (outcome) {
        is SyncOutcome.Failed -> words.syncFailed(outcome.problem)
        is SyncOutcome.Done -> {
            val report = outcome.report
            when {
                over -> Notice.problem(words("error-revoked"))
                report.refused > 0 -> Notice.problem(words("today-refused", "count" to report.refused))
                report.photosFailed.isNotEmpty() -> Notice.problem(words("sync-photos-failed", "count" to report.photosFailed.size))
                else -> Notice.done(words("sync-done", "sent" to report.accepted, "got" to report.pulledDocuments))
            }
        }
    }

    private val SyncOutcome.wentWell: Boolean
        get() = this is SyncOutcome.Done && report.refused == 0L && report.photosFailed.isEmpty()
}
