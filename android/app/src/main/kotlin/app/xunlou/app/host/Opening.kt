package app.xunlou.app.host

import android.content.Context
import app.xunlou.app.R
import app.xunlou.app.keys.KeyLost
import app.xunlou.app.keys.VaultClosed
import app.xunlou.app.settings.Settings
import app.xunlou.app.settings.localized
import app.xunlou.app.settings.words
import app.xunlou.app.workspace.WorkspaceState
import app.xunlou.core.XunlouException
import app.xunlou.presenters.of

/** What a state of the workspace means for what is shown. */
class Opening(private val context: Context, private val settings: Settings) {
    suspend fun showing(state: WorkspaceState): Showing = when (state) {
        WorkspaceState.Opening -> Showing.Opening
        WorkspaceState.NotEnrolled -> Showing.SetUp(null)
        is WorkspaceState.Open -> open(state)
        is WorkspaceState.Shut -> Showing.Shut(text(state), state.forGood)
    }

    private suspend fun open(state: WorkspaceState.Open): Showing = try {
        state.core { rules() }
        Showing.Work(state.core)
    } catch (_: XunlouException.RulePack) {
        // Without the estate's rules there is nothing to show: the first sync was not finished.
        Showing.SetUp(state.core)
    } catch (problem: XunlouException) {
        Showing.Shut(settings.words.of(problem), mayStartAnew = false)
    }

    private fun text(shut: WorkspaceState.Shut): String {
        val words = settings.words
        val what = when (shut.reason) {
            is KeyLost -> words("error-key-lost")
            is VaultClosed -> words("error-vault-closed")
            else -> words.of(shut.reason)
        }
        if (!shut.forGood) return what
        return settings.localized(context).getString(R.string.shut_what_to_do, what)
    }
}
