package app.xunlou.presenters

/** How something is marked, beside its words. */
enum class Mark {
    /** Nothing to do now. */
    QUIET,

    /** To do now. */
    DUE,

    /** Under way. */
    GOING,

    /** Late, or about to expire. */
    WARNING,

    /** Missed, overdue or expired. */
    BAD,

    /** Done. */
    GOOD,
}
