package app.xunlou.app.reminders

import app.xunlou.core.DecorationView
import app.xunlou.core.Expiry
import java.time.LocalDate

/** A permit or a worker's pass that is about to expire, or has (D4): said once of each. */
data class PaperReminder(
    /** Names it, so that it is said once: a renewed paper is another one. */
    val key: String,
    /** The unit's label. */
    val unit: String,
    val expired: Boolean,
) {
    companion object {
        /** What there is to say of the sites under way. */
        fun of(sites: List<DecorationView>): List<PaperReminder> = sites.flatMap { site ->
            val permit = reminder(site, "permit", site.permitUntil, site.permitExpiry)
            listOfNotNull(permit) + site.passes.mapNotNull { reminder(site, it.id, it.until, it.expiry) }
        }

        private fun reminder(site: DecorationView, paper: String, until: LocalDate?, expiry: Expiry?): PaperReminder? {
            if (expiry == null || expiry is Expiry.Valid) return null
            val expired = expiry is Expiry.Expired
            return PaperReminder("${site.document}/$paper/$until/$expired", site.unit, expired)
        }
    }
}
