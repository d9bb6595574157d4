package app.xunlou.presenters.setup

import app.xunlou.presenters.CodeInbox
import app.xunlou.presenters.Core
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Phone
import app.xunlou.presenters.ScreenPresenter
import app.xunlou.presenters.Words
import app.xunlou.presenters.setup.SetUpState.Person
import app.xunlou.presenters.setup.SetUpState.Step
import app.xunlou.presenters.sync.ProgressLine
import app.xunlou.presenters.sync.SyncOutcome
import app.xunlou.presenters.sync.Syncer
import app.xunlou.presenters.sync.SyncerState
import app.xunlou.presenters.sync.endsEnrolment
import app.xunlou.presenters.sync.syncFailed
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.flowOf

/**
 * 登记: from the one-time code to the first sync. What fails is told so that one knows what to do, and can be tried
 * again from where it stopped. The code stays in the inbox until the phone is enrolled, so it outlives a rotation.
 */
class SetUpPresenter(
    private val enrolment: Enrolment,
    private val syncer: Syncer,
    private val inbox: CodeInbox,
    private val phone: Phone,
    words: Words,
    scope: CoroutineScope,
) : ScreenPresenter<SetUpState, SetUpEvent>(SetUpState(firstStep(enrolment)), words, scope) {
    private var core: Core? = enrolment.core
    private var syncing: Job? = null

    init {
        follow(inbox.code) { inbox.code.value?.let(::arrived) }
        follow(syncer.state) { showProgress() }
        // After a restart the first sync goes on by itself.
        enrolment.core?.let { core ->
            follow(flowOf(core)) {
                enrolled(core)
                sync()
            }
        }
    }

    override fun tell(notice: Notice) = show { copy(notice = notice) }

    override fun handle(event: SetUpEvent) {
        when (event) {
            is SetUpEvent.Typed -> show { copy(link = event.link, notice = null) }
            SetUpEvent.ScanTapped -> phone.scanCode()
            SetUpEvent.NextTapped -> read(state.value.link)
            SetUpEvent.StartedOver -> startOver()
            is SetUpEvent.Named -> show { copy(device = event.device) }
            SetUpEvent.EnrolTapped -> enrol()
            SetUpEvent.SyncTapped -> sync()
            SetUpEvent.CancelTapped -> syncer.cancel()
            SetUpEvent.NoticeSeen -> show { copy(notice = null) }
        }
    }

    /** A code came from outside. A phone that is being enrolled, or is, has no use for it. */
    private fun arrived(link: String) {
        val step = state.value.step
        val isKnown = step is Step.Confirm && (step.enrolling || link == state.value.link)
        if (!isKnown && step !is Step.FirstSync) read(link)
    }

    private fun read(text: String) {
        val link = text.trim()
        val server = words.serverOf(link)
        inbox.put(link.takeIf { server != null })
        if (server == null) {
            show { copy(step = Step.Code, link = text, notice = Notice.problem(words("setup-bad-code"))) }
        } else {
            show { copy(step = Step.Confirm(server, toName = core == null), link = link, notice = null) }
        }
    }

    private fun startOver() {
        inbox.put(null)
        show { copy(step = Step.Code, link = "", notice = null) }
    }

    private fun enrol() {
        val asked = state.value
        val confirm = asked.step as? Step.Confirm ?: return
        if (confirm.enrolling) return
        show { copy(step = confirm.copy(enrolling = true), notice = null) }
        start {
            val core = try {
                redeem(asked.link, asked.device.trim().ifEmpty { words("setup-phone") })
            } catch (cancelled: CancellationException) {
                throw cancelled
            } catch (problem: Exception) {
                val why = Notice.problem(words.enrolmentFailed(problem))
                return@start show { copy(step = confirm, notice = why) }
            }
            inbox.put(null)
            enrolled(core)
            sync()
        }
    }

    /** A phone that is enrolled keeps what it has, and gets another token. */
    private suspend fun redeem(link: String, label: String): Core {
        val known = core ?: return enrolment.enrol(link, label)
        known { enrolAgain(link) }
        return known
    }

    private suspend fun enrolled(core: Core) {
        this.core = core
        show { copy(step = Step.FirstSync(null), notice = null) }
        val me = core { me() }
        val hello = words("setup-hello", "name" to me.personName, "role" to words.of(me.role))
        show { copy(step = Step.FirstSync(Person(hello, me.estateName))) }
    }

    private fun sync() {
        if (syncing?.isActive == true) return
        show { copy(notice = null, mustEnrolAgain = false, progress = ProgressLine.of(SyncerState(running = true), words)) }
        syncing = start {
            try {
                when (val outcome = syncer.sync()) {
                    is SyncOutcome.Done -> begin()
                    is SyncOutcome.Failed -> {
                        val why = words.syncFailed(outcome.problem)
                        show { copy(mustEnrolAgain = outcome.endsEnrolment, notice = why) }
                    }
                    null -> Unit
                }
            } finally {
                show { copy(progress = null) }
            }
        }
    }

    /** Work begins if the estate's rules are here. Else the core says that they are not. */
    private suspend fun begin() {
        core?.invoke { rules() }
        enrolment.ready()
    }

    /** A sync of ours that waits for another says that it is connecting. */
    private fun showProgress() {
        val line = ProgressLine.of(syncer.state.value, words)
        if (line != null || syncing?.isActive != true) show { copy(progress = line) }
    }

    private companion object {
        fun firstStep(enrolment: Enrolment): Step = if (enrolment.core == null) Step.Code else Step.FirstSync(null)
    }
}
