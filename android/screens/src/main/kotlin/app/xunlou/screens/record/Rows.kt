package app.xunlou.screens.record

import app.xunlou.presenters.record.RecordState

/** The lines of the list, one below another. */
internal sealed interface Row {
    val key: String

    /** What is said of the whole record. */
    data object Head : Row {
        override val key = "head"
    }

    /** The title of a group. */
    data class Title(val group: RecordState.Group) : Row {
        override val key get() = "group/${group.id}"
    }

    /** An item. */
    data class Entry(val item: RecordState.Item) : Row {
        override val key get() = "item/${item.id}"
    }
}

internal fun rows(state: RecordState): List<Row> =
    listOf(Row.Head) + state.groups.flatMap { group -> listOf(Row.Title(group)) + group.items.map(Row::Entry) }

/** Where an item is; its group's title with it, if it is the first. */
internal fun List<Row>.indexOfItem(id: String?): Int? {
    val index = indexOfFirst { it is Row.Entry && it.item.id == id }
    if (index < 0) return null
    return if (getOrNull(index - 1) is Row.Title) index - 1 else index
}
