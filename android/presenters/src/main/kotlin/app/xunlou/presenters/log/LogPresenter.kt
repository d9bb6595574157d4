package app.xunlou.presenters.log

import app.xunlou.presenters.Core
import app.xunlou.presenters.FormPresenter
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Phone
import app.xunlou.presenters.Place
import app.xunlou.presenters.Words
import app.xunlou.presenters.minutes
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.merge

/** 工作日志: the day as it was, free entries, and the whole as a text to share. */
class LogPresenter(
    private val core: Core,
    words: Words,
    scope: CoroutineScope,
    private val navigator: Navigator,
    private val phone: Phone,
) : FormPresenter<LogState, LogEvent>(LogState(), Place.Log, core, words, scope) {
    private var facts: LogFacts? = null
    private var hand = LogHand()

    /** How many days before today. */
    private var back = 0L

    init {
        follow(merge(core.changes(), minutes())) { load() }
    }

    override fun tell(notice: Notice) = change { copy(notice = notice) }

    override fun filledIn() = if (hand.draft.isBlank()) emptyMap() else mapOf(TEXT to hand.draft)

    override fun handle(event: LogEvent) {
        when (event) {
            LogEvent.DayBeforeTapped -> turn(back + 1)
            LogEvent.DayAfterTapped -> turn(back - 1)
            LogEvent.TodayTapped -> turn(0)
            is LogEvent.Typed -> type(event.text)
            LogEvent.Added -> add()
            is LogEvent.RemoveTapped -> change { copy(asking = event.entry, notice = null) }
            LogEvent.Removed -> remove()
            LogEvent.RemoveDropped -> change { copy(asking = null) }
            LogEvent.ShareTapped -> share()
            LogEvent.SettingsTapped -> navigator.go(Place.Settings)
            LogEvent.NoticeSeen -> change { copy(notice = null) }
        }
    }

    private fun turn(to: Long) {
        if (to < 0) return
        back = to
        change { copy(asking = null, notice = null) }
        start { load() }
    }

    private fun type(text: String) {
        change { copy(draft = text) }
        filled()
    }

    /** What could not be saved stays, as does what was typed meanwhile. */
    private fun add() {
        val typed = hand.draft
        if (typed.isBlank() || hand.adding) return
        change { copy(adding = true, notice = null) }
        write {
            try {
                save(if (hand.draft == typed) emptyMap() else filledIn()) { addLogEntry(typed.trim()) }
                // It is shown as an entry, once that was read.
                if (hand.draft == typed) hand = hand.copy(draft = "")
                load()
            } finally {
                change { copy(adding = false) }
            }
        }
    }

    private fun remove() {
        val id = hand.asking ?: return
        val entry = facts?.log?.entries?.find { it.id == id } ?: return change { copy(asking = null) }
        if (id in hand.removing) return
        change { copy(removing = removing + id, notice = null) }
        write {
            try {
                core { removeLogEntry(entry.document, entry.entry) }
                load { if (asking == id) copy(asking = null) else this }
            } finally {
                change { copy(removing = removing - id) }
            }
        }
    }

    private fun share() {
        val day = facts?.log?.day ?: return
        start { phone.share(core { dayLogText(day, words.language) }) }
    }

    private suspend fun load(then: LogHand.() -> LogHand = { this }) = inTurn {
        restore { kept -> change { copy(draft = draft.ifEmpty { kept[TEXT].orEmpty() }) } }
        val asked = back
        val read = core { logFacts(asked) }
        // Somebody may have turned on meanwhile: that day comes in its own turn.
        if (asked == back) facts = read
        change(then)
    }

    private fun change(change: LogHand.() -> LogHand) {
        hand = hand.change()
        val facts = facts
        if (facts == null) {
            show { copy(draft = hand.draft, adding = hand.adding, notice = hand.notice) }
        } else {
            val state = LogWording(facts, hand, words).state()
            show { state }
        }
    }

    private companion object {
        /** The field of the draft. */
        const val TEXT = "text"
    }
}
