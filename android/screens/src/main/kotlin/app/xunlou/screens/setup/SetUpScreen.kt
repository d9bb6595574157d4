package app.xunlou.screens.setup

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.setup.SetUpEvent
import app.xunlou.presenters.setup.SetUpState
import app.xunlou.presenters.setup.SetUpState.Step
import app.xunlou.screens.components.ActionBar
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.components.Page
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.components.TopBar
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** 登记: the first screens of a new phone. */
@Composable
fun SetUpScreen(state: SetUpState, on: (SetUpEvent) -> Unit) {
    val words = Xunlou.words
    Page(
        tag = "setup",
        top = { TopBar(words("setup-title"), words("app-name")) },
        bottom = {
            Column {
                NoticeBar(state.notice, onSeen = { on(SetUpEvent.NoticeSeen) })
                Actions(state, on)
            }
        },
    ) { padding ->
        Column(
            Modifier.fillMaxSize().padding(padding).verticalScroll(rememberScrollState()).padding(16.dp),
            Arrangement.spacedBy(16.dp),
        ) {
            when (val step = state.step) {
                Step.Code -> CodeStep(state, on)
                is Step.Confirm -> ConfirmStep(state, step, on)
                is Step.FirstSync -> FirstSyncStep(state, step)
            }
        }
    }
}

@Composable
private fun Actions(state: SetUpState, on: (SetUpEvent) -> Unit) {
    when (val step = state.step) {
        Step.Code -> CodeActions(state, on)
        is Step.Confirm -> ConfirmActions(step, on)
        is Step.FirstSync -> FirstSyncActions(state, on)
    }
}

/** To scan is the usual way; who has typed a code goes on with it. */
@Composable
private fun CodeActions(state: SetUpState, on: (SetUpEvent) -> Unit) {
    val words = Xunlou.words
    if (state.link.isBlank()) {
        ActionBar { MainButton(words("setup-scan"), "setup-scan", { on(SetUpEvent.ScanTapped) }, it, Signs.Camera) }
    } else {
        ActionBar(side = { SideButton(words("setup-scan"), "setup-scan", { on(SetUpEvent.ScanTapped) }, it, Signs.Camera) }) {
            MainButton(words("setup-next"), "setup-next", { on(SetUpEvent.NextTapped) }, it)
        }
    }
}

@Composable
private fun ConfirmActions(step: Step.Confirm, on: (SetUpEvent) -> Unit) {
    val words = Xunlou.words
    ActionBar(
        side = {
            SideButton(
                words("setup-start-over"),
                "setup-start-over",
                { on(SetUpEvent.StartedOver) },
                it,
                enabled = !step.enrolling,
            )
        },
    ) {
        val text = if (step.enrolling) words("setup-enrolling") else words("setup-enrol")
        MainButton(text, "setup-enrol", { on(SetUpEvent.EnrolTapped) }, it, enabled = !step.enrolling)
    }
}

@Composable
private fun FirstSyncActions(state: SetUpState, on: (SetUpEvent) -> Unit) {
    val words = Xunlou.words
    val another = @Composable { modifier: Modifier ->
        SideButton(words("setup-start-over"), "setup-start-over", { on(SetUpEvent.StartedOver) }, modifier)
    }
    ActionBar(side = another.takeIf { state.mustEnrolAgain }) {
        if (state.progress == null) {
            MainButton(words("setup-resume"), "setup-resume", { on(SetUpEvent.SyncTapped) }, it, Signs.Sync)
        } else {
            SideButton(words("action-cancel"), "setup-cancel", { on(SetUpEvent.CancelTapped) }, it)
        }
    }
}
