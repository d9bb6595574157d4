package app.xunlou.app.sync

import app.xunlou.core.RefusalCode
import app.xunlou.core.XunlouException
import app.xunlou.presenters.sync.SyncOutcome

/** Whether to try again soon without a person doing anything. */
val SyncOutcome.again: Boolean
    get() = when (this) {
        is SyncOutcome.Done -> report.photosFailed.isNotEmpty()
        is SyncOutcome.Failed -> passes(problem)
    }

private fun passes(problem: Exception): Boolean = when (problem) {
    is XunlouException.Refused -> problem.code == RefusalCode.BUSY || problem.code == RefusalCode.INTERNAL
    is XunlouException.Certificate, is XunlouException.ClockOff, is XunlouException.NeedsUpdate -> false
    else -> true
}
