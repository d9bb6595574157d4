package app.xunlou.presenters.today

import app.xunlou.core.SlotState
import app.xunlou.presenters.Mark

/** How a slot is marked. */
internal val SlotState.mark: Mark
    get() = when (this) {
        SlotState.Upcoming, is SlotState.Excused -> Mark.QUIET
        SlotState.Due -> Mark.DUE
        SlotState.Late -> Mark.WARNING
        is SlotState.InProgress -> if (late) Mark.WARNING else Mark.GOING
        is SlotState.Done -> if (amiss && excuse == null) Mark.WARNING else Mark.GOOD
        SlotState.Missed -> Mark.BAD
    }

/** Whether there is something to excuse (P14) that nobody has excused yet. */
internal val SlotState.canExcuse: Boolean
    get() = when (this) {
        SlotState.Late, SlotState.Missed -> true
        is SlotState.InProgress -> late
        is SlotState.Done -> amiss && excuse == null
        else -> false
    }

/** The reason code that covers it. */
internal val SlotState.reason: String?
    get() = when (this) {
        is SlotState.Done -> excuse
        is SlotState.Excused -> reason
        else -> null
    }

/** Done, and not as the rules want it. */
private val SlotState.Done.amiss get() = late || overran || cutShort
