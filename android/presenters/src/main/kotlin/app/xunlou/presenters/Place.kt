package app.xunlou.presenters

import app.xunlou.core.AreaId
import app.xunlou.core.DocumentId

/** Where a person is in the app. Each can be written down as a line, to be found again after the app was killed. */
sealed interface Place {
    /** First use: enrolment and first sync. */
    data object SetUp : Place

    /** 今日. */
    data object Today : Place

    /** A patrol, an inspection or a visit; [item] is what the person was at. */
    data class Record(val document: DocumentId, val item: String? = null) : Place

    /** 客户. */
    data object Households : Place

    /** One customer file. */
    data class Household(val document: DocumentId) : Place

    /** 待办. */
    data object Cases : Place

    /** One case. */
    data class CaseDetails(val document: DocumentId) : Place

    /** A case to report: of a household, or of an area's public ground. Of a finding it is made in its record. */
    data class NewCase(val household: DocumentId? = null, val area: AreaId? = null) : Place

    /** 冲突. */
    data object Conflicts : Place

    /** 同步. */
    data object Sync : Place

    /** 日志. */
    data object Log : Place

    /** 设置. */
    data object Settings : Place

    companion object {
        /** The places at the bottom of the screen, in their order. */
        val TABS: List<Place> = listOf(Today, Households, Cases, Log, Sync)

        private val PLAIN = listOf(SetUp, Today, Households, Cases, Conflicts, Sync, Log, Settings)

        /** The place as a line. Documents and items are ids, without spaces. */
        fun write(place: Place): String = when (place) {
            is Record -> line("Record", place.document, place.item)
            is Household -> line("Household", place.document)
            is CaseDetails -> line("CaseDetails", place.document)
            is NewCase -> line("NewCase", place.household, place.area)
            else -> place.toString()
        }

        /** The place of a line; none if another version wrote it. */
        fun read(line: String): Place? {
            val parts = line.split(' ')
            fun part(index: Int) = parts.getOrNull(index)?.takeIf { it.isNotEmpty() }
            return when (parts.first()) {
                "Record" -> part(1)?.let { Record(it, part(2)) }
                "Household" -> part(1)?.let(::Household)
                "CaseDetails" -> part(1)?.let(::CaseDetails)
                "NewCase" -> NewCase(part(1), part(2))
                else -> PLAIN.find { it.toString() == line }
            }
        }

        private fun line(name: String, vararg parts: String?) = (listOf(name) + parts.map { it.orEmpty() }).joinToString(" ")
    }
}
