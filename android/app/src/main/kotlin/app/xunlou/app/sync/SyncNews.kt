package app.xunlou.app.sync

import app.xunlou.core.RefusalCode
import app.xunlou.core.XunlouException
import app.xunlou.presenters.sync.SyncOutcome

/** What of a sync needs a person; all else is seen when somebody looks. */
enum class SyncNews {
    /** The office has revoked this phone. What is unsent stays here. */
    REVOKED,

    /** The server does not know this phone any more, or its enrolment has run out: enrol again. */
    ENROL_AGAIN,

    /** The certificate is not the one of the enrolment. Nothing was sent. */
    CERTIFICATE,

    /** The phone's clock is off. */
    CLOCK_OFF,

    /** The app is too old for the server. */
    UPDATE,

    /** The server refused changes. They stay here, and can be exported. */
    REFUSED,

    /** Two people said different things, and somebody has to choose. */
    CONFLICT,
    ;

    companion object {
        /** How this phone stands with the server: settled by the next sync that succeeds. */
        val STANDING = setOf(REVOKED, ENROL_AGAIN, CERTIFICATE, CLOCK_OFF, UPDATE)

        /** The news of a sync; none if nobody needs to do anything. */
        fun of(result: SyncOutcome, newConflicts: Int): List<SyncNews> = when (result) {
            is SyncOutcome.Done -> listOfNotNull(
                REVOKED.takeIf { result.revoked },
                REFUSED.takeIf { result.report.refused > 0 && !result.revoked },
                CONFLICT.takeIf { newConflicts > 0 },
                CLOCK_OFF.takeIf { result.report.clockOff },
            )
            is SyncOutcome.Failed -> listOfNotNull(of(result.problem))
        }

        private fun of(problem: Exception): SyncNews? = when (problem) {
            is XunlouException.Certificate -> CERTIFICATE
            is XunlouException.ClockOff -> CLOCK_OFF
            is XunlouException.Refused -> of(problem.code)
            else -> null
        }

        private fun of(code: RefusalCode): SyncNews? = when (code) {
            RefusalCode.REVOKED -> REVOKED
            RefusalCode.TOKEN_UNKNOWN, RefusalCode.TOKEN_EXPIRED -> ENROL_AGAIN
            RefusalCode.UNSUPPORTED_PROTOCOL -> UPDATE
            else -> null
        }
    }
}
