package app.xunlou.presenters.record

import app.xunlou.core.DocumentId
import app.xunlou.core.PhotoHash
import app.xunlou.presenters.Choice
import app.xunlou.presenters.Notice

/** What the screen of a record shows: a patrol 巡楼, an inspection 装修督导, a visit 家访. */
data class RecordState(
    /** Nothing is here yet. */
    val loading: Boolean = true,
    /** `上午楼宇巡查 · 东区`. */
    val title: String = "",
    /** The day, and who fills it in. */
    val subtitle: String = "",
    /** Items with an answer. */
    val answered: Long = 0,
    /** Items that are asked. */
    val asked: Long = 0,
    /** When it was finished; it can then be read only. */
    val finished: String? = null,
    /** The reason that excuses the slot. */
    val excuse: String? = null,
    /** Whether it rains; `null` where nothing depends on it. */
    val rain: Boolean? = null,
    /** In the order they are walked, follow-ups of the morning first. */
    val groups: List<Group> = emptyList(),
    /** Entries and photos that are not sent yet, of the whole phone. */
    val unsent: Long = 0,
    /** Where the person is: to begin there after the app was killed. */
    val focus: String? = null,
    /** The item to bring into view now. */
    val jump: Jump? = null,
    /** The last whole group can be taken back. */
    val canUndo: Boolean = false,
    /** It is being finished. */
    val finishing: Boolean = false,
    /** Something to say. */
    val notice: Notice? = null,
) {
    /** Items that are asked and have no answer. */
    val remaining: Long get() = asked - answered

    /** All items, in the order they are shown. */
    val items: List<Item> get() = groups.flatMap { it.items }

    fun item(id: String): Item? = items.find { it.id == id }

    /** A group of the form. */
    data class Group(
        val id: String,
        val title: String,
        val answered: Int,
        val items: List<Item>,
        /** One tap can answer what is open here. */
        val canBeNormal: Boolean,
    )

    /** An item that is asked. */
    data class Item(
        val id: String,
        val title: String,
        val hint: String?,
        val input: Input,
        /** The answer: the id of an option, a number, a text, a day `2026-03-18`. */
        val answer: String?,
        /** The answer in words. */
        val said: String?,
        val problem: Boolean,
        val required: Boolean,
        val note: String,
        val photos: List<PhotoHash>,
        /** The rules allow another photo. */
        val canAddPhoto: Boolean,
        /** What keeps the record from being finished here. */
        val missing: Missing?,
        /** What is missing is to be marked: somebody tried to finish. */
        val marked: Boolean,
        /** Two phones said different things while apart. */
        val conflict: Boolean,
        /** It follows up a finding of the morning. */
        val followsUp: Boolean,
        /** The open case that was made of it. */
        val case: DocumentId?,
        /** A case can be made of it. */
        val canReport: Boolean,
        /** The case that is being made of it. */
        val report: Report?,
        /** A tap or what was typed is not committed yet. */
        val saving: Boolean,
        /** What was typed does not fit, and is not saved. */
        val wrong: String?,
    )

    /** How an item is answered. */
    sealed interface Input {
        /** One of these, by a tap. */
        data class Choice(val options: List<Option>) : Input

        /** A whole number. */
        data class Number(val min: Long, val max: Long, val unit: String?) : Input

        /** A text of at most so many characters. */
        data class Text(val max: Long) : Input

        /** A day. */
        data object Date : Input

        /** A photo. */
        data object Photo : Input

        /** A signature, as a picture of it. */
        data object Signature : Input

        /** Another document; there is nothing to fill in here. */
        data object Reference : Input
    }

    /** An answer to choose. */
    data class Option(val id: String, val text: String, val meaning: Meaning)

    /** What an answer means. */
    enum class Meaning { GOOD, BAD, NEUTRAL }

    /** What is missing. */
    enum class Missing { ANSWER, PHOTO }

    /** A case that is being made of a problem: to which department it goes. */
    data class Report(val departments: List<Choice>, val chosen: String?)

    /** Go to an item. Another [turn] is another jump, even to the same item. */
    data class Jump(val item: String, val turn: Int)
}
