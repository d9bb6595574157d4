package app.xunlou.app.sync

import app.xunlou.core.RefusalCode
import app.xunlou.core.SyncReport
import app.xunlou.core.XunlouException

/** How a sync ended. */
sealed interface SyncResult {
    /** Whether to try again soon without a person doing anything. */
    val again: Boolean

    /**
     * It came to its end. [revoked]: the office has revoked this phone. The server lets it bring what it still
     * has, keeps that aside, and only then says so as a failure.
     */
    data class Done(val report: SyncReport, val revoked: Boolean = false) : SyncResult {
        override val again get() = report.photosFailed.isNotEmpty()
    }

    /** It stopped. Nothing is lost. */
    data class Failed(val problem: Exception) : SyncResult {
        override val again get() = when (problem) {
            is XunlouException.Refused -> problem.code in PASSING
            is XunlouException.Certificate, is XunlouException.ClockOff, is XunlouException.NeedsUpdate -> false
            else -> true
        }
    }

    /** There is nothing to sync: the phone is not enrolled, or its database does not open. */
    data object Nothing : SyncResult {
        override val again get() = false
    }

    private companion object {
        /** Refusals that pass by themselves. */
        val PASSING = setOf(RefusalCode.BUSY, RefusalCode.INTERNAL)
    }
}
