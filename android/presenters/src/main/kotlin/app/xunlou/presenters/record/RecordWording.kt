package app.xunlou.presenters.record

import app.xunlou.core.AnswerKind
import app.xunlou.core.FormKind
import app.xunlou.core.GroupView
import app.xunlou.core.ItemAnswer
import app.xunlou.core.ItemView
import app.xunlou.core.MissingPart
import app.xunlou.presenters.Choice
import app.xunlou.presenters.Times
import app.xunlou.presenters.Words
import app.xunlou.presenters.dayOrNull
import app.xunlou.presenters.record.RecordHand.Draft
import app.xunlou.presenters.record.RecordState.Input
import app.xunlou.presenters.record.RecordState.Meaning
import app.xunlou.presenters.record.RecordState.Missing
import app.xunlou.presenters.record.RecordState.Option

/** Puts into words what the core knows and what the person is at. Decides nothing. */
internal class RecordWording(private val facts: RecordFacts, private val hand: RecordHand, private val words: Words) {
    private val view = facts.view
    private val times = Times(facts.rules, words)
    private val open = view.start != null && view.end == null
    private val form = facts.rules.forms.find { it.id == view.form }

    fun state() = RecordState(
        loading = false,
        title = "${title()} · ${facts.subject}",
        subtitle = listOfNotNull(times.day(view.day), view.author.name).joinToString(" · "),
        answered = view.progress.answered,
        asked = view.progress.asked,
        finished = view.end?.let { words("record-finished-at", "time" to times.time(it)) },
        excuse = view.excuse?.let { excuse ->
            val reason = facts.rules.excuses.find { it.id == excuse.reason }?.let { words.of(it.label) } ?: excuse.reason
            listOf(reason, excuse.note).filter { it.isNotBlank() }.joinToString(" · ")
        },
        rain = view.rain.takeIf { open && form?.kind == FormKind.PATROL },
        groups = inOrder(view.groups).map(::group),
        unsent = facts.unsent,
        focus = hand.focus,
        jump = hand.jump,
        canUndo = hand.undo.isNotEmpty(),
        finishing = hand.finishing,
        notice = hand.notice,
    )

    private fun title(): String {
        val duty = facts.duty ?: return words.of(view.label)
        return words("record-title-slot", "slot" to duty.slot, "duty" to duty.duty)
    }

    private fun group(group: GroupView) = RecordState.Group(
        id = group.id,
        title = words.of(group.label),
        answered = group.items.count { it.answer != null || (it.isPicture && it.photos.isNotEmpty()) },
        items = group.items.map(::item),
        canBeNormal = open && group.items.any { it.normal != null },
    )

    private fun item(item: ItemView): RecordState.Item {
        val typed = hand.drafts[Draft(item.id, note = false)]
        val note = hand.drafts[Draft(item.id, note = true)]
        val input = input(item.kind)
        val case = facts.cases[item.id] ?: item.followsUp
        // The case may be here before the call that made it has returned.
        val report = hand.report?.takeIf { it.item == item.id && case == null }
        return RecordState.Item(
            id = item.id,
            title = words.of(item.label),
            hint = item.hint?.let(words::of),
            input = input,
            answer = typed ?: item.answer,
            said = said(item),
            problem = item.problem,
            required = item.required,
            note = note ?: item.note.orEmpty(),
            photos = item.photos.map { it.hash },
            canAddPhoto = open && item.photos.size < facts.rules.device.maxPhotosPerItem,
            missing = item.missing?.let(::missing),
            marked = hand.showMissing && item.missing != null,
            conflict = item.id in view.conflicts,
            followsUp = item.followsUp != null,
            case = case,
            canReport = open && item.problem && case == null,
            report = report?.let { RecordState.Report(departments(), it.department) },
            saving = item.id in hand.saving || typed != null || note != null,
            wrong = typed?.let { words.wrong(input, it) },
        )
    }

    private fun said(item: ItemView): String? {
        val answer = item.answer ?: return null
        val kind = item.kind
        return when {
            item.answerLabel != null -> item.answerLabel?.let(words::of)
            kind is AnswerKind.Number -> listOfNotNull(answer, kind.unit?.let(words::of)).joinToString(" ")
            kind is AnswerKind.Date -> dayOrNull(answer)?.let(times::fullDay) ?: answer
            else -> answer
        }
    }

    private fun departments() = facts.rules.departments.map { Choice(it.id, words.of(it.label)) }

    private fun input(kind: AnswerKind): Input = when (kind) {
        is AnswerKind.Check -> Input.Choice(
            listOf(
                Option("ok", words("check-ok"), Meaning.GOOD),
                Option("problem", words("check-problem"), Meaning.BAD),
                Option("na", words("check-na"), Meaning.NEUTRAL),
            ),
        )
        is AnswerKind.OneOf -> Input.Choice(
            kind.choices.map { choice ->
                val meaning = when {
                    choice.problem -> Meaning.BAD
                    choice.id == "na" -> Meaning.NEUTRAL
                    else -> Meaning.GOOD
                }
                Option(choice.id, words.of(choice.label), meaning)
            },
        )
        is AnswerKind.Number -> Input.Number(kind.min, kind.max, kind.unit?.let(words::of))
        is AnswerKind.Text -> Input.Text(kind.max)
        is AnswerKind.Date -> Input.Date
        is AnswerKind.Photo -> Input.Photo
        is AnswerKind.Signature -> Input.Signature
        is AnswerKind.Reference -> Input.Reference
    }
}

/** The afternoon opens with what the morning found (P1). */
internal fun inOrder(groups: List<GroupView>): List<GroupView> =
    groups.sortedBy { group -> group.items.none { it.followsUp != null } }

/**
 * The answer that says 正常, where the item is open and one tap may give it. Not to a follow-up: what it
 * brings to its case could not be taken back.
 */
internal val ItemView.normal: ItemAnswer?
    get() {
        if (answer != null || followsUp != null) return null
        val kind = kind
        val fits = kind is AnswerKind.Check || (kind is AnswerKind.OneOf && kind.choices.any { it.id == "ok" && !it.problem })
        return ItemAnswer(id, "ok").takeIf { fits }
    }

/** Why what was typed cannot be saved; `null` if it can. */
internal fun Words.wrong(input: Input, text: String): String? = when (input) {
    is Input.Number -> {
        val fits = text.isBlank() || text.trim().toLongOrNull()?.let { it in input.min..input.max } == true
        if (fits) null else this("record-number", "min" to input.min, "max" to input.max)
    }
    is Input.Text -> if (text.codePointCount(0, text.length) <= input.max) null else this("record-too-long", "count" to input.max)
    else -> null
}

private val ItemView.isPicture get() = kind is AnswerKind.Photo || kind is AnswerKind.Signature

private fun missing(part: MissingPart): Missing = when (part) {
    MissingPart.ANSWER -> Missing.ANSWER
    MissingPart.PHOTO -> Missing.PHOTO
}
