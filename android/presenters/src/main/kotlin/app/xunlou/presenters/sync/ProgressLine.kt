package app.xunlou.presenters.sync

import app.xunlou.core.SyncPhase
import app.xunlou.core.SyncProgress
import app.xunlou.presenters.Words

/** How far a sync has come, in words. */
data class ProgressLine(
    /** What it is busy with. */
    val text: String,
    /** How much of that is done, 0 to 1, where it is known. */
    val share: Float?,
) {
    companion object {
        /** The line of a sync that runs; none of one that does not. */
        internal fun of(state: SyncerState, words: Words): ProgressLine? {
            if (!state.running) return null
            val progress = state.progress ?: return ProgressLine(words("sync-connecting"), null)
            return ProgressLine(text(progress, words), share(progress))
        }

        private fun text(progress: SyncProgress, words: Words): String = when (progress.phase) {
            SyncPhase.PUSHING -> words("sync-pushing", "count" to progress.done)
            SyncPhase.COMPARING -> words("sync-comparing", "count" to progress.done)
            SyncPhase.PULLING -> words("sync-pulling", "count" to progress.done)
            SyncPhase.PHOTOS -> words("sync-photos", "kilobytes" to progress.done / 1024)
        }

        private fun share(progress: SyncProgress): Float? {
            val total = progress.total?.takeIf { it > 0 } ?: return null
            return (progress.done.toFloat() / total).coerceAtMost(1f)
        }
    }
}
