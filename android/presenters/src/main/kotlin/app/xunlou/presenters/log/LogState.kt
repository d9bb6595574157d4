package app.xunlou.presenters.log

import app.xunlou.presenters.Mark
import app.xunlou.presenters.Notice

/** What the day's log 工作日志 shows. */
data class LogState(
    /** Nothing was read yet. */
    val loading: Boolean = true,
    /** `3月18日 周三`. */
    val day: String = "",
    val isToday: Boolean = true,
    val duties: List<Line> = emptyList(),
    val records: List<Line> = emptyList(),
    val cases: List<Line> = emptyList(),
    val entries: List<Entry> = emptyList(),
    /** The free entry that is being typed. */
    val draft: String = "",
    /** It is being committed. */
    val adding: Boolean = false,
    val notice: Notice? = null,
) {
    /** There is something to add. */
    val canAdd: Boolean get() = draft.isNotBlank() && !adding

    /** A line of the day. */
    data class Line(
        val title: String,
        /** Where it was, or who has it; often empty. */
        val about: String,
        /** What became of it. */
        val said: String,
        val mark: Mark,
        /** What was found. */
        val problems: List<String>,
    )

    /** A free entry. */
    data class Entry(
        val id: String,
        val time: String,
        val text: String,
        /** It is to be removed, once the person says so again. */
        val asking: Boolean,
        /** It is being removed. */
        val removing: Boolean,
    )
}
