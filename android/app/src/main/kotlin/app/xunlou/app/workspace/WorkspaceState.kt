package app.xunlou.app.workspace

import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.Core

/** How the one workspace of this phone stands. */
sealed interface WorkspaceState {
    /** It is being opened. */
    data object Opening : WorkspaceState

    /** The phone is to be enrolled. */
    data object NotEnrolled : WorkspaceState

    /** It is open: [core] for presenters, [workspace] for work in the background. */
    class Open(val workspace: WorkspaceInterface, val core: Core) : WorkspaceState

    /** It cannot be opened, and was left as it is. */
    class Shut(
        val reason: Exception,
        /** Whether nothing on this phone can open it again: the way on is to enrol anew. */
        val forGood: Boolean,
    ) : WorkspaceState
}
