package app.xunlou.presenters.sync

import app.xunlou.core.RefusalCode
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Words
import app.xunlou.presenters.of

/** Refusals after which a phone needs another code. */
private val ENDED = setOf(RefusalCode.REVOKED, RefusalCode.TOKEN_UNKNOWN, RefusalCode.TOKEN_EXPIRED)

/** Whether this phone has to be enrolled again before it can sync. */
internal val SyncOutcome.Failed.endsEnrolment: Boolean
    get() = (problem as? XunlouException.Refused)?.code in ENDED

/** Why a sync stopped. That somebody stopped it is no problem. */
internal fun Words.syncFailed(problem: Exception): Notice =
    if (problem is XunlouException.Cancelled) Notice.news(of(problem)) else Notice.problem(of(problem))
