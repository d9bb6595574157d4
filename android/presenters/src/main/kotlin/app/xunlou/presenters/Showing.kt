package app.xunlou.presenters

import app.xunlou.presenters.setup.SetUpPresenter

/** What the app shows as a whole. */
sealed interface Showing {
    /** The database is being opened. */
    data object Opening : Showing

    /** The phone is to be enrolled, or its first sync is still to come. */
    class SetUp(val presenter: SetUpPresenter) : Showing

    /** At work: screens by the navigator's place. */
    class Work(val presenters: Presenters) : Showing

    /** The database cannot be opened. Nothing was changed or deleted. */
    data class Shut(
        /** What is the matter, and what to do, in the person's language. */
        val text: String,
        /** Whether the way on is to enrol again. What is unsent cannot be read any more then. */
        val mayStartAnew: Boolean,
    ) : Showing
}
