package app.xunlou.presenters.casedetails

import app.xunlou.core.CaseStep
import app.xunlou.core.PhotoHash
import app.xunlou.presenters.Choice
import app.xunlou.presenters.Mark
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place

/** What the screen of one case 待办 shows. */
data class CaseDetailsState(
    /** Nothing is here yet. */
    val loading: Boolean = true,
    val title: String = "",
    val detail: String = "",
    /** The kind, the unit, the department. */
    val about: String = "",
    val severity: String = "",
    /** How far it has come. */
    val state: String = "",
    val mark: Mark = Mark.QUIET,
    /** When and by whom it was reported. */
    val reported: String = "",
    /** The first due first. */
    val due: List<Due> = emptyList(),
    /** What happened to it, in order of time. */
    val facts: List<Fact> = emptyList(),
    val photos: List<PhotoHash> = emptyList(),
    /** The record where it was found. */
    val found: Place.Record? = null,
    /** What can be done now, the most likely first; nothing once it is closed. */
    val steps: List<Step> = emptyList(),
    /** To which a case can be sent. */
    val departments: List<Choice> = emptyList(),
    /** The step that is being taken. */
    val form: Form? = null,
    /** It is being committed. */
    val saving: Boolean = false,
    /** Something to say. */
    val notice: Notice? = null,
) {
    fun step(id: CaseStep): Step? = steps.find { it.id == id }

    /** All that the step needs is there. */
    val canTake: Boolean
        get() {
            val form = form ?: return false
            val step = step(form.step) ?: return false
            val lacksDepartment = step.needsDepartment && form.department == null
            val lacksSatisfaction = step.needsSatisfaction && form.satisfaction == null
            return !saving && !lacksDepartment && !lacksSatisfaction
        }

    /** A deadline (C7, I7, K1). */
    data class Due(val id: String, val text: String, val mark: Mark)

    /** A step that somebody took. */
    data class Fact(
        /** The step, to which department, how satisfied the resident was. */
        val title: String,
        /** When and by whom. */
        val by: String,
        val note: String,
    )

    /** A step that one can take. */
    data class Step(
        val id: CaseStep,
        val title: String,
        /** It goes to a department (派工). */
        val needsDepartment: Boolean,
        /** The resident says how satisfied they are (I3). */
        val needsSatisfaction: Boolean,
    )

    /** What was filled in for a step. */
    data class Form(
        val step: CaseStep,
        val note: String = "",
        val department: String? = null,
        /** One of [POINTS]. */
        val satisfaction: Int? = null,
    )

    companion object {
        /** How satisfied a resident can be, from not at all to fully (I3). */
        val POINTS = 1..5
    }
}
