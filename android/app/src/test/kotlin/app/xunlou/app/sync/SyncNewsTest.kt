package app.xunlou.app.sync

import app.xunlou.core.RefusalCode
import app.xunlou.core.SyncReport
import app.xunlou.core.XunlouException
import app.xunlou.presenters.sync.SyncOutcome
import org.junit.Test
import kotlin.test.assertEquals

class SyncNewsTest {
    private fun done(refused: Long = 0, clockOff: Boolean = false, revoked: Boolean = false) = SyncOutcome.Done(
        SyncReport(1, 0, 0, 0, 0, 0, refused, 0, 0, 0, false, 0, 0, emptyList(), 0, clockOff),
        revoked,
    )

    private fun refused(code: RefusalCode) = SyncOutcome.Failed(XunlouException.Refused(code, ""))

    @Test
    fun `a person is bothered only by what needs one, and a sync is tried again only if that may help`() {
        val cases = listOf(
            Triple(done(), emptyList(), false),
            Triple(done(refused = 1), listOf(SyncNews.REFUSED), false),
            Triple(done(refused = 1, revoked = true), listOf(SyncNews.REVOKED), false),
            Triple(done(clockOff = true), listOf(SyncNews.CLOCK_OFF), false),
            Triple(SyncOutcome.Failed(XunlouException.Offline("")), emptyList(), true),
            Triple(SyncOutcome.Failed(XunlouException.NotOurServer("")), emptyList(), true),
            Triple(SyncOutcome.Failed(XunlouException.BadAnswer("")), emptyList(), true),
            Triple(SyncOutcome.Failed(XunlouException.Cancelled()), emptyList(), true),
            Triple(SyncOutcome.Failed(XunlouException.StorageFull()), emptyList(), true),
            Triple(SyncOutcome.Failed(XunlouException.Certificate("")), listOf(SyncNews.CERTIFICATE), false),
            Triple(SyncOutcome.Failed(XunlouException.ClockOff(900)), listOf(SyncNews.CLOCK_OFF), false),
            Triple(refused(RefusalCode.REVOKED), listOf(SyncNews.REVOKED), false),
            Triple(refused(RefusalCode.TOKEN_EXPIRED), listOf(SyncNews.ENROL_AGAIN), false),
            Triple(refused(RefusalCode.TOKEN_UNKNOWN), listOf(SyncNews.ENROL_AGAIN), false),
            Triple(refused(RefusalCode.UNSUPPORTED_PROTOCOL), listOf(SyncNews.UPDATE), false),
            Triple(refused(RefusalCode.BUSY), emptyList(), true),
            Triple(refused(RefusalCode.INTERNAL), emptyList(), true),
            Triple(refused(RefusalCode.BAD_REQUEST), emptyList(), false),
        )
        for ((result, news, again) in cases) {
            assertEquals(news, SyncNews.of(result, 0), "$result")
            assertEquals(again, result.again, "$result")
        }
    }

    @Test
    fun `only conflicts that a sync brought are news`() {
        assertEquals(listOf(SyncNews.REFUSED, SyncNews.CONFLICT), SyncNews.of(done(refused = 2), 1))
        assertEquals(emptyList(), SyncNews.of(done(), -1))
    }
}
