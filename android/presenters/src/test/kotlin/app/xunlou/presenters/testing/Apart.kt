package app.xunlou.presenters.testing

import app.xunlou.core.DocumentId
import app.xunlou.core.FieldSource
import java.nio.file.Files
import java.nio.file.Path
import java.time.OffsetDateTime

/** Two devices of 林晓岚, which can write different things while they are apart. */
class Apart(private val story: Story) : AutoCloseable {
    private val home: Path = Files.createTempDirectory("xunlou-apart-")
    private val clock = TestClock(OffsetDateTime.parse("2026-03-18T10:30:00+08:00"))

    val phone = device("phone", "林的手机")
    val tablet = device("tablet", "林的平板")

    /** It is this time of the day now, for both and for the server. */
    fun clock(time: String) {
        story.clock(time)
        clock.now = clock.now.with(java.time.LocalTime.parse(time))
    }

    /** Both send and get what they have. */
    fun meet() = listOf(phone, tablet, phone).forEach { it.workspace.sync() }

    /** The household of this unit. */
    fun household(unit: String): DocumentId = phone.workspace.search(unit, 1).single().household

    /** Both write a field, the tablet some minutes later, and meet. */
    fun edit(field: String, mine: String, theirs: String, unit: String = "1-101"): DocumentId {
        val household = household(unit)
        clock("10:31")
        phone.workspace.editField(household, field, mine, FieldSource.VISIT)
        clock("10:36")
        tablet.workspace.editField(household, field, theirs, FieldSource.PHONE)
        meet()
        return household
    }

    override fun close() {
        phone.close()
        tablet.close()
        home.toFile().deleteRecursively()
    }

    private fun device(directory: String, label: String) =
        Handset(home.resolve(directory), clock, story.stage.enrol("lin"), label).also { it.workspace.sync() }
}
