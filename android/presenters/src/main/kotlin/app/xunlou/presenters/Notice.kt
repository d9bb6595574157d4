package app.xunlou.presenters

/** Something to say beside what is shown, until it was seen. */
data class Notice(
    /** In the person's language. */
    val text: String,
    val tone: Tone,
) {
    /** How it is meant. */
    enum class Tone {
        /** It went well. */
        DONE,

        /** Something to know. */
        NEWS,

        /** Something went wrong, or is missing. */
        PROBLEM,
    }

    companion object {
        fun done(text: String) = Notice(text, Tone.DONE)

        fun news(text: String) = Notice(text, Tone.NEWS)

        fun problem(text: String) = Notice(text, Tone.PROBLEM)
    }
}
