package app.xunlou.presenters

import app.xunlou.core.RefusalCode
import app.xunlou.core.XunlouException
import kotlin.math.abs
import kotlin.math.ceil

/** What went wrong, as a sentence: what happened, what is safe, what to do. Never the core's own English. */
fun Words.of(problem: Exception): String = when (problem) {
    is XunlouException -> of(problem)
    is KeyLost -> this("error-key-lost")
    is VaultClosed -> this("error-vault-closed")
    // The core never throws anything else, unless it is broken.
    else -> this("error-internal")
}

private fun Words.of(problem: XunlouException): String = when (problem) {
    is XunlouException.InvalidInput -> this("error-invalid-input")
    is XunlouException.NotFound -> this("error-not-found")
    is XunlouException.NotPermitted -> this("error-not-permitted")
    is XunlouException.WrongState -> this("error-wrong-state")
    is XunlouException.Incomplete -> this("error-incomplete", "count" to problem.missing.size)
    is XunlouException.RulePack -> this("error-rules")
    is XunlouException.NeedsUpdate -> this("error-needs-update")
    is XunlouException.WrongKey -> this("error-wrong-key")
    is XunlouException.NoEncryption -> this("error-no-encryption")
    is XunlouException.NewerDatabase -> this("error-newer-database")
    is XunlouException.Corrupt -> this("error-corrupt")
    is XunlouException.StorageFull -> this("error-storage-full")
    is XunlouException.Storage -> this("error-storage")
    is XunlouException.Suspended -> this("error-suspended")
    is XunlouException.Closed -> this("error-closed")
    is XunlouException.Offline -> this("error-offline")
    is XunlouException.Certificate -> this("error-certificate")
    is XunlouException.NotOurServer -> this("error-not-our-server")
    is XunlouException.BadAnswer -> this("error-bad-answer")
    is XunlouException.Refused -> of(problem.code)
    is XunlouException.ClockOff -> this("error-clock-off", "minutes" to minutes(problem.seconds))
    is XunlouException.Cancelled -> this("error-cancelled")
}

private fun Words.of(code: RefusalCode): String = when (code) {
    RefusalCode.CODE_UNKNOWN -> this("error-code-unknown")
    RefusalCode.CODE_EXPIRED -> this("error-code-expired")
    RefusalCode.CODE_USED -> this("error-code-used")
    RefusalCode.TOO_MANY_TRIES -> this("error-too-many-tries")
    RefusalCode.TOKEN_UNKNOWN -> this("error-token-unknown")
    RefusalCode.TOKEN_EXPIRED -> this("error-token-expired")
    RefusalCode.REVOKED -> this("error-revoked")
    RefusalCode.NOT_FOUND -> this("error-not-found")
    RefusalCode.UNSUPPORTED_PROTOCOL -> this("error-unsupported-protocol")
    RefusalCode.BUSY -> this("error-busy")
    RefusalCode.BAD_REQUEST, RefusalCode.TOO_LARGE, RefusalCode.INTERNAL, RefusalCode.OTHER -> this("error-server")
}

/** Whole minutes, rounded up, whichever way the clock is off. */
private fun minutes(seconds: Long): Long = ceil(abs(seconds) / 60.0).toLong()
