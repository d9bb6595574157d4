package app.xunlou.app.sync

import android.content.Context
import app.xunlou.app.R
import app.xunlou.app.reminders.Channels
import app.xunlou.app.reminders.Notifier
import app.xunlou.app.settings.Settings
import app.xunlou.app.settings.localized
import app.xunlou.presenters.Place
import app.xunlou.presenters.sync.SyncOutcome

/** Says what of a sync needs a person, and takes it back once it is settled. */
class SyncNotices(private val context: Context, private val settings: Settings, private val notifier: Notifier) {
    /** The news of a sync that is over. A failure for now, such as no network, leaves standing what is still so. */
    fun tell(result: SyncOutcome, news: List<SyncNews>) {
        if (result is SyncOutcome.Done) (SyncNews.STANDING - news.toSet()).forEach { notifier.remove(tag(it)) }
        val texts = settings.localized(context)
        for (one in news) {
            val place = if (one == SyncNews.CONFLICT) Place.Conflicts else Place.Sync
            notifier.show(tag(one), Channels.SYNC, texts.getString(title(one)), texts.getString(text(one)), place)
        }
    }

    private fun tag(news: SyncNews) = "sync/$news"

    private fun title(news: SyncNews): Int = when (news) {
        SyncNews.REVOKED -> R.string.sync_revoked
        SyncNews.ENROL_AGAIN -> R.string.sync_enrol_again
        SyncNews.CERTIFICATE -> R.string.sync_certificate
        SyncNews.CLOCK_OFF -> R.string.sync_clock_off
        SyncNews.UPDATE -> R.string.sync_update
        SyncNews.REFUSED -> R.string.sync_refused
        SyncNews.CONFLICT -> R.string.sync_conflict
    }

    private fun text(news: SyncNews): Int = when (news) {
        SyncNews.REVOKED -> R.string.sync_revoked_text
        SyncNews.ENROL_AGAIN -> R.string.sync_enrol_again_text
        SyncNews.CERTIFICATE -> R.string.sync_certificate_text
        SyncNews.CLOCK_OFF -> R.string.sync_clock_off_text
        SyncNews.UPDATE -> R.string.sync_update_text
        SyncNews.REFUSED -> R.string.sync_refused_text
        SyncNews.CONFLICT -> R.string.sync_conflict_text
    }
}
