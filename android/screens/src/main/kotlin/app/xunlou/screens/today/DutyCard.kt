package app.xunlou.screens.today

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.Choice
import app.xunlou.presenters.Words
import app.xunlou.presenters.today.TodayEvent
import app.xunlou.presenters.today.TodayState
import app.xunlou.presenters.today.TodayState.Act
import app.xunlou.screens.components.Lead
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.MarkBadge
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.components.TextAction
import app.xunlou.screens.components.edge
import app.xunlou.screens.theme.Xunlou

/** A slot of a duty. [leading]: it is due now, and its button as wide as the thumb wants it; else the card is low. */
@Composable
internal fun DutyCard(duty: TodayState.Duty, reasons: List<Choice>, leading: Boolean, on: (TodayEvent) -> Unit) {
    val excuse = duty.excuse
    val acts = listOf(duty.act != null, duty.canExcuse).count { it }
    val low = acts == 1 && !leading && excuse == null && !Xunlou.largeText
    Panel("today-duty-${duty.id}", edge = duty.mark.edge, padding = if (low) LOW else PaddingValues(16.dp)) {
        if (low) {
            Low(duty, on)
        } else {
            Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
                Column(Modifier.semantics(mergeDescendants = true) {}, Arrangement.spacedBy(4.dp)) {
                    Lead(duty.title) { MarkBadge(duty.said, duty.mark) }
                    DutyFacts(duty)
                }
                when {
                    excuse != null -> ExcuseForm(excuse, reasons, duty.saving, on)
                    acts > 0 -> WideButtons(duty, leading, on)
                }
            }
        }
    }
}

/** The button of a low card has its own room around it. */
private val LOW = PaddingValues(start = 16.dp, top = 14.dp, end = 4.dp, bottom = 4.dp)

/** How it stands and what to do are on the right, one below the other. */
@Composable
private fun Low(duty: TodayState.Duty, on: (TodayEvent) -> Unit) {
    Row(horizontalArrangement = Arrangement.spacedBy(8.dp)) {
        Column(Modifier.weight(1f).padding(bottom = 10.dp).semantics(mergeDescendants = true) {}, Arrangement.spacedBy(4.dp)) {
            Text(duty.title, style = MaterialTheme.typography.titleMedium)
            DutyFacts(duty)
        }
        Column(horizontalAlignment = Alignment.End) {
            MarkBadge(duty.said, duty.mark, Modifier.padding(end = 12.dp))
            if (duty.canExcuse) ExcuseAction(duty, on)
            if (duty.act != null) ActAction(duty, on)
        }
    }
}

@Composable
private fun DutyFacts(duty: TodayState.Duty) {
    Text(duty.line, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
    if (duty.detail.isNotEmpty()) Text(duty.detail, style = MaterialTheme.typography.bodyMedium)
    duty.papers.forEach { MarkBadge(it.text, it.mark) }
}

@Composable
private fun WideButtons(duty: TodayState.Duty, leading: Boolean, on: (TodayEvent) -> Unit) {
    val excuse = @Composable { modifier: Modifier ->
        if (duty.canExcuse) {
            SideButton(duty.excuseWord, duty.excuseTag, duty.excuse(on), modifier.saying(duty.excuseWord, duty), enabled = !duty.saving)
        }
    }
    val open = @Composable { modifier: Modifier ->
        if (duty.act != null) {
            val said = modifier.saying(duty.word, duty)
            if (leading) MainButton(duty.word, duty.openTag, duty.open(on), said, enabled = !duty.saving)
            else SideButton(duty.word, duty.openTag, duty.open(on), said, enabled = !duty.saving)
        }
    }
    if (Xunlou.largeText) {
        Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
            open(Modifier.fillMaxWidth())
            excuse(Modifier.fillMaxWidth())
        }
    } else {
        Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp)) {
            excuse(Modifier)
            open(Modifier.weight(1f))
        }
    }
}

@Composable
private fun ExcuseAction(duty: TodayState.Duty, on: (TodayEvent) -> Unit) =
    TextAction(duty.excuseWord, duty.excuseTag, duty.excuse(on), Modifier.saying(duty.excuseWord, duty), enabled = !duty.saving)

/** What is to be done now has an outline. */
@Composable
private fun ActAction(duty: TodayState.Duty, on: (TodayEvent) -> Unit) {
    val said = Modifier.saying(duty.word, duty)
    if (duty.now) {
        SideButton(duty.word, duty.openTag, duty.open(on), said.padding(top = 8.dp, end = 12.dp, bottom = 10.dp), enabled = !duty.saving)
    } else {
        TextAction(duty.word, duty.openTag, duty.open(on), said, enabled = !duty.saving)
    }
}

private val TodayState.Duty.openTag get() = "today-open-$id"

private val TodayState.Duty.excuseTag get() = "today-excuse-$id"

private fun TodayState.Duty.open(on: (TodayEvent) -> Unit) = { on(TodayEvent.Opened(id)) }

private fun TodayState.Duty.excuse(on: (TodayEvent) -> Unit) = { on(TodayEvent.ExcuseTapped(id)) }

private val TodayState.Duty.word: String
    @Composable get() = if (saving) Xunlou.words("state-saving") else Xunlou.words.of(act)

private val TodayState.Duty.excuseWord: String
    @Composable get() = Xunlou.words("today-excuse")

private fun Words.of(act: Act?): String = when (act) {
    Act.CONTINUE -> this("today-continue")
    Act.LOOK -> this("today-look")
    Act.START, null -> this("today-start")
}

/** Several buttons of the page say the same: who does not see them hears of which slot each is. */
private fun Modifier.saying(word: String, duty: TodayState.Duty) =
    semantics { contentDescription = "$word · ${duty.title} · ${duty.line}" }
