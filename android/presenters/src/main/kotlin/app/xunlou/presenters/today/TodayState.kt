package app.xunlou.presenters.today

import app.xunlou.core.AreaId
import app.xunlou.presenters.Choice
import app.xunlou.presenters.Mark
import app.xunlou.presenters.Notice
import app.xunlou.presenters.cases.CaseRow
import app.xunlou.presenters.households.CoverageLine
import app.xunlou.presenters.households.VisitRow

/** What 今日 shows. */
data class TodayState(
    /** Nothing was read yet. */
    val loading: Boolean = true,
    /** `3月18日 周三 · 林晓岚 · 栖云里花园`. */
    val subtitle: String = "",
    /** What this person is to do now, what ends first before the rest; decoration sites stand by themselves. */
    val now: List<Duty> = emptyList(),
    /** `2 处冲突待选择`; absent where there is none. */
    val conflicts: String? = null,
    /** Decoration sites to inspect, those to do first. */
    val sites: List<Duty> = emptyList(),
    val areas: List<Area> = emptyList(),
    /** The rest of the day of duties for the whole estate. */
    val estate: List<Duty> = emptyList(),
    /** The open cases that are due first. */
    val cases: List<CaseRow> = emptyList(),
    /** How many cases are open. */
    val openCases: Int = 0,
    val sync: Sync = Sync(),
    /** Reasons that excuse (P14). */
    val reasons: List<Choice> = emptyList(),
    val notice: Notice? = null,
) {
    /** Nothing is to be done on this day. */
    val free: Boolean get() = (now + sites + estate).isEmpty() && areas.all { it.duties.isEmpty() }

    /** All slots of the day. */
    val duties: List<Duty> get() = now + sites + areas.flatMap { it.duties } + estate

    /** An area. */
    data class Area(
        val id: AreaId,
        val name: String,
        /** The rest of its day: what is done, missed or to come. */
        val duties: List<Duty>,
        val coverage: List<CoverageLine>,
        /** Whom to visit next. */
        val visits: List<VisitRow>,
    )

    /** A slot of a duty. */
    data class Duty(
        val id: String,
        /** `楼宇巡查 · 上午`; the unit of a decoration site. */
        val title: String,
        /** `东区 · 10:30–11:00`; of a decoration site `装修督导 · 当天 · 08:10–17:30`. */
        val line: String,
        /** What became of it. */
        val said: String,
        val mark: Mark,
        /** What else there is to say: problems, who did it, why it was not done. Often empty. */
        val detail: String,
        /** Permit and passes that expire soon, or have. */
        val papers: List<Paper>,
        /** It is this person's to do now. */
        val now: Boolean,
        /** What can be done with its record. */
        val act: Act?,
        val canExcuse: Boolean,
        /** The form that excuses it, while it is open. */
        val excuse: Excuse?,
        /** A tap on it is being committed. */
        val saving: Boolean,
    )

    /** What a tap does with a duty's record. */
    enum class Act { START, CONTINUE, LOOK }

    /** A permit or a pass of a decoration site. */
    data class Paper(val text: String, val mark: Mark)

    /** The form that excuses a slot. */
    data class Excuse(val reason: String?, val note: String)

    /** How syncing stands. */
    data class Sync(
        /** `12 条待上传`. */
        val waiting: String = "",
        val allSent: Boolean = true,
        /** `上次同步 10:35`. */
        val last: String = "",
        /** `1 条被拒收`; absent where nothing was. */
        val refused: String? = null,
    )
}
