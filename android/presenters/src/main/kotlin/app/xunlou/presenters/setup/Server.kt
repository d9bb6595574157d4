package app.xunlou.presenters.setup

import app.xunlou.core.EnrolmentInfo
import app.xunlou.core.XunlouException
import app.xunlou.core.readEnrolmentLink
import app.xunlou.presenters.Words
import app.xunlou.presenters.of

/** The server that a code leads to. */
data class Server(
    val address: String,
    /** What is to be said of its certificate. */
    val trust: String,
    /** Whether what is sent there is encrypted: else there is reason to hesitate. */
    val safe: Boolean,
)

/** The server that this code leads to; none if it is no code of ours. */
internal fun Words.serverOf(code: String): Server? = try {
    of(readEnrolmentLink(code))
} catch (_: XunlouException.InvalidInput) {
    null
}

/** Why a code did not enrol this phone. */
internal fun Words.enrolmentFailed(problem: Exception): String = when {
    problem !is XunlouException.InvalidInput -> of(problem)
    problem.field == "code" -> this("setup-code-of-another")
    else -> this("setup-bad-code")
}

private fun Words.of(info: EnrolmentInfo): Server {
    val trust = when {
        !info.encrypted -> this("setup-not-encrypted")
        info.pinned -> this("setup-pinned")
        else -> this("setup-public")
    }
    return Server(info.server, trust, info.encrypted)
}
