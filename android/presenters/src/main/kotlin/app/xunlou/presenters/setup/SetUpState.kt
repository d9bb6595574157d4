package app.xunlou.presenters.setup

import app.xunlou.presenters.Notice
import app.xunlou.presenters.sync.ProgressLine

/** What the first screens of a new phone show. */
data class SetUpState(
    val step: Step = Step.Code,
    /** The code as it was typed or scanned. */
    val link: String = "",
    /** What colleagues see this phone as. */
    val device: String = "",
    /** How far the first sync has come; absent when none runs. */
    val progress: ProgressLine? = null,
    /** The server does not take this phone any more, before it ever synced: it needs another code. */
    val mustEnrolAgain: Boolean = false,
    val notice: Notice? = null,
) {
    /** The steps, in their order. */
    sealed interface Step {
        /** The code is to be scanned or typed. */
        data object Code : Step

        /** The code was read: a person looks at the server, names the phone, and says yes. */
        data class Confirm(
            val server: Server,
            /** Whether the phone is to be named; one that is enrolled once more has its name. */
            val toName: Boolean = true,
            /** Whether the server is being asked. */
            val enrolling: Boolean = false,
        ) : Step

        /** Enrolled; the first sync is to be done, or goes on. [person] is read in a moment. */
        data class FirstSync(val person: Person?) : Step
    }

    /** Whose phone it is. */
    data class Person(
        /** The greeting, with name and role. */
        val hello: String,
        val estate: String,
    )
}
