package app.xunlou.presenters.setup

import app.xunlou.presenters.Core

/** What the set-up asks the app for. The app keeps the one workspace of this phone, and its key. */
interface Enrolment {
    /** The workspace of a phone that is enrolled already: its first sync is still to come. */
    val core: Core?

    /**
     * Enrols this phone by the link of a one-time code; [label] is what colleagues see it as. Throws what the core
     * says, [app.xunlou.presenters.KeyLost] and [app.xunlou.presenters.VaultClosed]: it stays not enrolled then.
     */
    suspend fun enrol(link: String, label: String): Core

    /** The first sync is done: there is work to show. */
    fun ready()
}
