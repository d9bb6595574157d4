package app.xunlou.app.host

import android.content.Context
import app.xunlou.app.R
import app.xunlou.app.settings.Settings
import app.xunlou.app.settings.localized
import app.xunlou.app.settings.words
import app.xunlou.app.workspace.WorkspaceState
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.Showing
import app.xunlou.presenters.of

/** What a state of the workspace means for what is shown. */
class Opening(
    private val context: Context,
    private val settings: Settings,
    /** The phone is to be enrolled; or it is, and its first sync is still to come. */
    private val setUp: (Core?) -> Showing,
    private val work: (Core) -> Showing,
) {
    suspend fun showing(state: WorkspaceState): Showing = when (state) {
        WorkspaceState.Opening -> Showing.Opening
        WorkspaceState.NotEnrolled -> setUp(null)
        is WorkspaceState.Open -> open(state)
        is WorkspaceState.Shut -> Showing.Shut(text(state), state.forGood)
    }

    private suspend fun open(state: WorkspaceState.Open): Showing = try {
        state.core { rules() }
        work(state.core)
    } catch (_: XunlouException.RulePack) {
        // Without the estate's rules there is nothing to show: the first sync was not finished.
        setUp(state.core)
    } catch (problem: XunlouException) {
        Showing.Shut(settings.words.of(problem), mayStartAnew = false)
    }

    private fun text(shut: WorkspaceState.Shut): String {
        val what = settings.words.of(shut.reason)
        if (!shut.forGood) return what
        return settings.localized(context).getString(R.string.shut_what_to_do, what)
    }
}
