package app.xunlou.presenters

import app.xunlou.core.XunlouException
import app.xunlou.presenters.casedetails.CaseDetailsPresenter
import app.xunlou.presenters.cases.CasesPresenter
import app.xunlou.presenters.conflicts.ConflictsPresenter
import app.xunlou.presenters.household.HouseholdPresenter
import app.xunlou.presenters.households.HouseholdsPresenter
import app.xunlou.presenters.log.LogPresenter
import app.xunlou.presenters.newcase.NewCasePresenter
import app.xunlou.presenters.record.RecordPresenter
import app.xunlou.presenters.settings.SettingsPresenter
import app.xunlou.presenters.sync.SyncPresenter
import app.xunlou.presenters.sync.Syncer
import app.xunlou.presenters.today.TodayPresenter
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.mapNotNull

/** Makes the presenter of each place, from what the app has one of. [scope] outlives every screen. */
class Presenters(
    private val core: Core,
    private val words: Words,
    private val scope: CoroutineScope,
    val navigator: Navigator,
    private val phone: Phone,
    private val syncer: Syncer,
    private val preferences: Preferences,
    private val inbox: CodeInbox,
    /** Says something beside the screens. */
    private val say: (Notice) -> Unit,
) {
    private var inFront: Presenter<*, *>? = null

    /** What is not sent yet, for the tab of 同步. */
    val unsent: Flow<Long> = core.changes { it.sync }.mapNotNull {
        try {
            core { syncStatus().waiting.unsent }
        } catch (_: XunlouException) {
            // What was known still stands; the next change asks again.
            null
        }
    }

    /** The app goes to the background. */
    fun pause() {
        inFront?.pause()
    }

    fun today() = made(TodayPresenter(core, words, scope, navigator))

    fun record(place: Place.Record) = made(RecordPresenter(place, core, words, scope, navigator, phone))

    fun households() = made(HouseholdsPresenter(core, words, scope, navigator))

    fun household(place: Place.Household) = made(HouseholdPresenter(place, core, words, scope, navigator, phone))

    fun cases() = made(CasesPresenter(core, words, scope, navigator))

    fun caseDetails(place: Place.CaseDetails) = made(CaseDetailsPresenter(place, core, words, scope, navigator, phone))

    fun newCase(place: Place.NewCase) = made(NewCasePresenter(place, core, words, scope, navigator))

    fun conflicts() = made(ConflictsPresenter(core, words, scope, navigator))

    fun sync() = made(SyncPresenter(core, words, scope, navigator, phone, syncer, preferences))

    fun log() = made(LogPresenter(core, words, scope, navigator, phone))

    fun settings() = made(SettingsPresenter(core, words, scope, navigator, phone, syncer, preferences, inbox))

    private fun <P : ScreenPresenter<*, *>> made(presenter: P): P = presenter.also {
        it.elsewhere = say
        inFront = it
    }
}
