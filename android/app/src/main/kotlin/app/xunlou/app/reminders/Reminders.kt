package app.xunlou.app.reminders

import android.content.Context
import app.xunlou.app.R
import app.xunlou.app.settings.Settings
import app.xunlou.app.settings.localized
import app.xunlou.app.settings.words
import app.xunlou.app.workspace.Uses
import app.xunlou.app.workspace.WorkspaceState
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Place
import app.xunlou.presenters.Times
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import java.time.Duration

/**
 * Says what falls due, and sees to it that it is woken for the next time. Everything is derived anew each time:
 * what was done meanwhile, here or on a colleague's phone, is not reminded of.
 */
class Reminders(
    private val context: Context,
    private val settings: Settings,
    private val uses: Uses,
    private val notifier: Notifier,
    private val alarm: ReminderAlarm,
    private val background: CoroutineDispatcher = Dispatchers.IO,
) {
    private val told = Told(context)
    private val one = Mutex()

    /** Looks at what is due now, says what was not said yet, and sets the alarm for the next time. */
    suspend fun check() = one.withLock {
        uses.during { state ->
            if (state is WorkspaceState.Open) withContext(background) { check(state.workspace) } else alarm.cancel()
        }
    }

    private fun check(workspace: WorkspaceInterface) = try {
        say(workspace)
    } catch (_: XunlouException) {
        // The disk fails, or the workspace was closed meanwhile: nothing is said, but it is not forgotten.
        alarm.set(LATER)
    }

    private fun say(workspace: WorkspaceInterface) {
        val plan = Plan.read(workspace) ?: return
        val times = Times(workspace.rules(), settings.words)
        sayDuties(plan, times)
        sayPapers(plan)
        val next = plan.next
        if (next == null) alarm.cancel() else alarm.set(Duration.between(plan.now, next))
    }

    private fun sayDuties(plan: Plan, times: Times) {
        val now = plan.duties.associateBy { it.key }
        (notifier.shown(Channels.DUTIES) - now.keys).forEach(notifier::remove)
        for (key in told.firstTime("duties", now.keys.toList())) say(now.getValue(key), times)
    }

    private fun say(reminder: DutyReminder, times: Times) {
        val words = settings.words
        val resources = settings.localized(context).resources
        val sentence = when (reminder.what) {
            DutyReminder.What.DUE -> R.string.duty_due
            DutyReminder.What.LATE -> R.string.duty_late
        }
        val title = resources.getString(R.string.duty_title, words.of(reminder.duty), words.of(reminder.slot))
        val closes = resources.getString(sentence, times.time(reminder.closes))
        val many = resources.getQuantityString(R.plurals.duty_sites, reminder.count, reminder.count)
        val text = if (reminder.count > 1) resources.getString(R.string.duty_many, many, closes) else closes
        notifier.show(reminder.key, Channels.DUTIES, title, text, Place.Today)
    }

    /** One notification for all papers, said again when there is a new one among them. */
    private fun sayPapers(plan: Plan) {
        if (!plan.inHours) return
        val papers = plan.papers
        if (told.firstTime("papers", papers.map { it.key }).isEmpty()) {
            if (papers.isEmpty()) notifier.remove(PAPERS)
            return
        }
        val resources = settings.localized(context).resources
        val expired = papers.count { it.expired }
        val title = resources.getQuantityString(R.plurals.papers_title, papers.size, papers.size)
        val units = papers.map { it.unit }.distinct().joinToString(resources.getString(R.string.list_separator))
        val text = if (expired == 0) units else resources.getQuantityString(R.plurals.papers_expired, expired, units, expired)
        notifier.show(PAPERS, Channels.PAPERS, title, text, Place.Today)
    }

    private companion object {
        const val PAPERS = "papers"

        /** When to try again what failed. */
        val LATER: Duration = Duration.ofMinutes(15)
    }
}
