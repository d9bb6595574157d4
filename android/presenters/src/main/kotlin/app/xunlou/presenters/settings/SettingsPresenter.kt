package app.xunlou.presenters.settings

import app.xunlou.core.version
import app.xunlou.presenters.CodeInbox
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Phone
import app.xunlou.presenters.Place
import app.xunlou.presenters.Preferences
import app.xunlou.presenters.ScreenPresenter
import app.xunlou.presenters.Words
import app.xunlou.presenters.settings.SettingsState.Again
import app.xunlou.presenters.setup.enrolmentFailed
import app.xunlou.presenters.setup.serverOf
import app.xunlou.presenters.sync.Syncer
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope

/** 设置: language, theme, size, network; whose phone it is; diagnostics; enrolling again. */
class SettingsPresenter(
    private val core: Core,
    words: Words,
    scope: CoroutineScope,
    private val navigator: Navigator,
    private val phone: Phone,
    private val syncer: Syncer,
    private val preferences: Preferences,
    private val inbox: CodeInbox,
) : ScreenPresenter<SettingsState, SettingsEvent>(SettingsState(preferences.chosen.value), words, scope) {
    init {
        follow(preferences.chosen) { show { copy(chosen = preferences.chosen.value) } }
        follow(core.changes { it.sync }) { load() }
        follow(inbox.code) { inbox.code.value?.let(::arrived) }
    }

    override fun tell(notice: Notice) = show { copy(notice = notice) }

    override fun handle(event: SettingsEvent) {
        when (event) {
            is SettingsEvent.LanguageChosen -> preferences.choose { copy(language = event.language) }
            is SettingsEvent.ThemeChosen -> preferences.choose { copy(theme = event.theme) }
            is SettingsEvent.TextSizeChosen -> preferences.choose { copy(textSize = event.size) }
            is SettingsEvent.WifiOnlyChanged -> preferences.choose { copy(wifiOnly = event.only) }
            is SettingsEvent.CodeTyped -> typed(event.code)
            SettingsEvent.ScanTapped -> phone.scanCode()
            SettingsEvent.EnrolAgainTapped -> enrolAgain()
            SettingsEvent.DiagnosticsShared -> phone.share(state.value.diagnostics)
            SettingsEvent.NoticeSeen -> show { copy(notice = null) }
            SettingsEvent.BackTapped -> if (!navigator.back()) navigator.restart(Place.Today)
        }
    }

    /** Stays in the inbox until it was used, so that it outlives a rotation. */
    private fun arrived(code: String) = again { copy(code = code.trim(), turn = turn + 1, server = words.serverOf(code)) }

    private fun typed(code: String) {
        inbox.put(null)
        again { copy(code = code, server = words.serverOf(code.trim())) }
    }

    private fun enrolAgain() {
        val asked = state.value.again
        if (asked.enrolling || asked.code.isBlank()) return
        if (asked.server == null) return tell(Notice.problem(words("setup-bad-code")))
        again { copy(enrolling = true) }
        start {
            try {
                core { enrolAgain(asked.code.trim()) }
                inbox.put(null)
                again { Again(turn = turn + 1) }
                say(Notice.done(words("settings-enrolled")))
                load()
                // What waited for it goes out; and whoever said that the phone is revoked learns better.
                start { syncer.sync() }
            } catch (cancelled: CancellationException) {
                throw cancelled
            } catch (problem: Exception) {
                say(Notice.problem(words.enrolmentFailed(problem)))
            } finally {
                show { copy(again = again.copy(enrolling = false)) }
            }
        }
    }

    /** What was told of the code before is over. */
    private fun again(change: Again.() -> Again) = show { copy(again = again.change(), notice = null) }

    private suspend fun load() = inTurn {
        val (me, diagnostics) = core { me() to diagnostics() }
        val who = listOf(me.personName, words.of(me.role), me.estateName).joinToString(" · ")
        val version = words("settings-version", "version" to version())
        show { copy(who = who, device = me.deviceLabel, version = version, diagnostics = diagnostics) }
    }
}
