package app.xunlou.presenters.record

import app.xunlou.core.CaseKind
import app.xunlou.core.DocumentKind
import app.xunlou.core.FoundAt
import app.xunlou.core.ItemAnswer
import app.xunlou.core.NewCase
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Phone
import app.xunlou.presenters.PhotoPurpose
import app.xunlou.presenters.Place
import app.xunlou.presenters.ScreenPresenter
import app.xunlou.presenters.Words
import app.xunlou.presenters.of
import app.xunlou.presenters.record.RecordHand.Draft
import app.xunlou.presenters.touch
import kotlinx.coroutines.CoroutineScope

/** Filling in a record: one durable tap after another. */
class RecordPresenter(
    private val place: Place.Record,
    private val core: Core,
    words: Words,
    scope: CoroutineScope,
    private val navigator: Navigator,
    private val phone: Phone,
) : ScreenPresenter<RecordState, RecordEvent>(RecordState(focus = place.item), words, scope) {
    private val record = place.document
    private var facts: RecordFacts? = null
    private var hand = RecordHand(focus = place.item)

    init {
        follow(core.changes { it.sync || it.touch(record) || it.documents.any { changed -> changed.kind == DocumentKind.CASE } }) { load() }
    }

    override fun leaving() = saveDrafts()

    override fun tell(notice: Notice) = change { copy(notice = notice) }

    override fun handle(event: RecordEvent) {
        when (event) {
            is RecordEvent.Answered -> answer(event.item) { answer(record, event.item, event.answer) }
            is RecordEvent.Cleared -> answer(event.item) { clearAnswers(record, listOf(event.item)) }
            is RecordEvent.Typed -> typed(Draft(event.item, note = false), event.text)
            is RecordEvent.NoteTyped -> typed(Draft(event.item, note = true), event.text)
            RecordEvent.Paused -> saveDrafts()
            is RecordEvent.GroupNormal -> groupNormal(event.group)
            RecordEvent.Undone -> undo()
            is RecordEvent.RainChanged -> commit { setRain(record, event.rain) }
            is RecordEvent.CameraTapped -> photo(event.item, phone::takePhoto)
            is RecordEvent.GalleryTapped -> photo(event.item, phone::pickPhoto)
            is RecordEvent.PhotoRemoved -> commit(event.item) { removePhoto(record, event.item, event.photo) }
            is RecordEvent.ReportTapped -> change { copy(report = RecordHand.Report(event.item, usualDepartment(event.item))) }
            is RecordEvent.DepartmentChosen -> change { copy(report = report?.copy(department = event.department)) }
            RecordEvent.ReportDropped -> change { copy(report = null) }
            RecordEvent.Reported -> report()
            is RecordEvent.CaseTapped -> navigator.go(Place.CaseDetails(event.case))
            RecordEvent.ConflictTapped -> navigator.go(Place.Conflicts)
            is RecordEvent.Looked -> look(event.item)
            RecordEvent.FinishTapped -> finish()
            RecordEvent.NoticeSeen -> change { copy(notice = null, undo = emptySet()) }
            RecordEvent.UnsentTapped -> leave { go(Place.Sync) }
            RecordEvent.BackTapped -> leave { if (!back()) restart(Place.Today) }
        }
    }

    /** Commits one call. */
    private fun commit(vararg items: String, work: WorkspaceInterface.() -> Unit) = step(*items) {
        core(work)
        load()
    }

    /** One step after another: what is saving says so, and what was told before is over. */
    private fun step(vararg items: String, work: suspend () -> Unit) {
        items.firstOrNull()?.let(::look)
        change { copy(saving = saving + items, notice = null, undo = emptySet()) }
        write {
            try {
                work()
            } finally {
                change { copy(saving = items.fold(saving) { rest, item -> rest - item }) }
            }
        }
    }

    /** A tap replaces what was being typed there. */
    private fun answer(item: String, work: WorkspaceInterface.() -> Unit) {
        change { copy(drafts = drafts - Draft(item, note = false)) }
        commit(item, work = work)
    }

    private suspend fun load(then: RecordHand.() -> RecordHand = { this }) = inTurn {
        facts = core { recordFacts(record, words) }
        change(then)
    }

    private fun change(change: RecordHand.() -> RecordHand) {
        hand = hand.change()
        val facts = facts
        if (facts == null) {
            show { copy(notice = hand.notice) }
        } else {
            val state = RecordWording(facts, hand, words).state()
            show { state }
        }
    }

    private fun look(item: String) {
        if (hand.focus == item) return
        change { copy(focus = item) }
        navigator.remember(place.copy(item = item))
    }

    /** Shows what is typed at once, and saves it when the person pauses. */
    private fun typed(draft: Draft, text: String) {
        look(draft.item)
        change { copy(drafts = drafts + (draft to text)) }
        whenPaused { saveDrafts() }
    }

    /** Saves what was typed. What does not fit stays as it was typed, and says why. */
    private fun saveDrafts() {
        stopWaiting()
        for ((draft, text) in hand.drafts) if (draft.note || !isWrong(draft.item, text)) save(draft, text)
    }

    private fun save(draft: Draft, text: String) = write {
        core {
            when {
                draft.note -> setNote(record, draft.item, text.trim())
                text.isBlank() -> clearAnswers(record, listOf(draft.item))
                else -> answer(record, draft.item, text.trim())
            }
        }
        // What was typed meanwhile has its own turn.
        load { if (drafts[draft] == text) copy(drafts = drafts - draft) else this }
    }

    private fun isWrong(item: String, text: String): Boolean =
        state.value.item(item)?.let { words.wrong(it.input, text) } != null

    /** Decides what is open when its turn comes: an answer that was tapped before stays. */
    private fun groupNormal(group: String) = step(*normal(group).map { it.item }.toTypedArray()) {
        val open = normal(group)
        core { answerAll(record, open) }
        val done = Notice.done(words("record-all-normal-done", "count" to open.size))
        load { copy(undo = open.map { it.item }.toSet(), notice = done) }
    }

    private fun normal(group: String): List<ItemAnswer> =
        facts?.view?.groups?.find { it.id == group }?.items?.mapNotNull { it.normal }.orEmpty()

    /** Takes the last whole group back. What was answered otherwise since then stays. */
    private fun undo() {
        val items = hand.undo.filter { state.value.item(it)?.answer == "ok" }
        commit(*items.toTypedArray()) { clearAnswers(record, items) }
    }

    private fun photo(item: String, ask: (PhotoPurpose) -> Unit) {
        saveDrafts()
        look(item)
        ask(PhotoPurpose(record, item))
    }

    private fun usualDepartment(item: String): String? =
        facts?.view?.groups?.flatMap { it.items }?.find { it.id == item }?.department

    /** Makes a case of a problem. The core takes its photos along, and sends it to the department at once (P8, P15). */
    private fun report() {
        val report = hand.report ?: return
        val item = facts?.view?.groups?.flatMap { it.items }?.find { it.id == report.item } ?: return
        saveDrafts()
        val case = NewCase(
            kind = CaseKind.FINDING,
            title = words.of(item.label),
            detail = state.value.item(item.id)?.note.orEmpty().trim(),
            department = report.department,
            severity = item.severity,
            found = FoundAt(record, item.id),
            about = null,
            agreed = null,
        )
        step(item.id) {
            core { reportCase(case) }
            load { copy(report = null, notice = Notice.done(words("record-reported"))) }
        }
    }

    /** Finishes the record, or says what is missing and goes there. */
    private fun finish() {
        saveDrafts()
        state.value.items.find { it.wrong != null }?.let { wrong ->
            return change { copy(notice = Notice.problem(words("error-invalid-input")), jump = jumpTo(wrong.id)) }
        }
        change { copy(finishing = true, notice = null, undo = emptySet()) }
        write {
            try {
                core { finish(record) }
                load { copy(showMissing = false, notice = Notice.done(words("record-finished"))) }
            } catch (incomplete: XunlouException.Incomplete) {
                if (isLeft) throw incomplete
                load()
                val first = state.value.items.find { it.id in incomplete.missing }?.id
                change {
                    copy(
                        showMissing = true,
                        notice = Notice.problem(words.of(incomplete)),
                        jump = first?.let { jumpTo(it) },
                    )
                }
            } finally {
                change { copy(finishing = false) }
            }
        }
    }

    private fun RecordHand.jumpTo(item: String) = RecordState.Jump(item, (jump?.turn ?: 0) + 1)

    /** What was typed is saved before the screen goes. */
    private fun leave(go: Navigator.() -> Unit) {
        saveDrafts()
        write { navigator.go() }
    }
}
