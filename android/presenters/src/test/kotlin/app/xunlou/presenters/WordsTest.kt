package app.xunlou.presenters

import app.xunlou.core.Language
import app.xunlou.core.RefusalCode
import app.xunlou.core.XunlouException
import java.nio.file.Path
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import kotlin.io.path.exists
import kotlin.io.path.extension
import kotlin.io.path.readText
import kotlin.io.path.walk
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.junit.jupiter.api.Test

class WordsTest {
    private val chinese = Words(Language.CHINESE)
    private val english = Words(Language.ENGLISH)

    @Test
    fun `every text that the app asks for is in the catalogue, with the gaps that it fills`() {
        assertTrue(ASKED.isNotEmpty())
        for (language in listOf("zh-CN", "en")) {
            val texts = catalogue(language)
            val wrong = ASKED.filter { texts[it.key] != it.gaps }.map { "$it, but the catalogue has ${texts[it.key]}" }
            assertEquals(emptyList<String>(), wrong, "core/locales/$language/shell.ftl")
        }
    }

    @Test
    fun `the catalogue has every text in both languages, with the same gaps`() {
        assertEquals(catalogue("zh-CN"), catalogue("en"))
    }

    @Test
    fun `every error and every refusal has a sentence of its own, without the core's English`() {
        val problems = listOf(
            XunlouException.InvalidInput("field", "INTERNAL"),
            XunlouException.NotFound("what", "INTERNAL"),
            XunlouException.NotPermitted("INTERNAL"),
            XunlouException.WrongState("id", "INTERNAL", "INTERNAL"),
            XunlouException.Incomplete(listOf("a", "b")),
            XunlouException.RulePack("INTERNAL"),
            XunlouException.NeedsUpdate("INTERNAL"),
            XunlouException.WrongKey(),
            XunlouException.NoEncryption(),
            XunlouException.NewerDatabase(9, 1),
            XunlouException.Corrupt("INTERNAL"),
            XunlouException.StorageFull(),
            XunlouException.Storage("INTERNAL"),
            XunlouException.Suspended(),
            XunlouException.Closed(),
            XunlouException.Offline("INTERNAL"),
            XunlouException.Certificate("INTERNAL"),
            XunlouException.NotOurServer("INTERNAL"),
            XunlouException.BadAnswer("INTERNAL"),
            XunlouException.ClockOff(-61),
            XunlouException.Cancelled(),
        ) + RefusalCode.entries.map { XunlouException.Refused(it, "INTERNAL") }
        for (words in listOf(chinese, english)) {
            for (problem in problems) {
                val said = words.of(problem)
                assertTrue(said.isNotBlank() && !said.startsWith("error-") && "INTERNAL" !in said, "$problem: $said")
            }
        }
        assertTrue("2" in chinese.of(XunlouException.ClockOff(-61)), "61 seconds are said as 2 minutes")
        assertTrue("2" in chinese.of(XunlouException.Incomplete(listOf("a", "b"))))
    }

    @Test
    fun `times and days are the estate's, in both languages`() {
        val at = Instant.parse("2026-03-18T02:42:00Z")
        val today = LocalDate.parse("2026-03-18")
        val shanghai = ZoneId.of("Asia/Shanghai")
        val zh = Times(shanghai, chinese)
        val en = Times(shanghai, english)
        assertEquals(listOf("10:42", "10:42"), listOf(zh, en).map { it.time(at) })
        assertEquals(listOf("3月18日 周三", "Wed 18 Mar"), listOf(zh, en).map { it.day(today) })
        assertEquals(listOf("2026年3月18日", "18 Mar 2026"), listOf(zh, en).map { it.fullDay(today) })
        assertEquals("10:42", zh.moment(at, today))
        assertEquals("3月18日 周三 10:42", zh.moment(at, today.plusDays(1)))
        assertEquals("2026年3月18日 10:42", zh.moment(at, today.plusYears(1)))
    }

    private companion object {
        val ANDROID: Path = generateSequence(Path.of("").toAbsolutePath()) { it.parent }
            .map { if (it.fileName?.toString() == "android") it else it.resolve("android") }
            .first { it.resolve("presenters/src").exists() }

        /** A text that the sources ask for, with what they fill its gaps with. */
        data class Asked(val key: String, val gaps: Set<String>)

        /** `words("key", "gap" to …)`, and within [Words] itself `this("key")`. */
        val CALL = Regex("""\b(?:words|this)\(\s*"([a-z0-9-]+)"((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)""")

        val ASKED: List<Asked> = listOf("presenters", "screens", "app")
            .map { ANDROID.resolve("$it/src/main") }
            .filter { it.exists() }
            .flatMap { sources -> sources.walk().filter { it.extension == "kt" }.map { it.readText() } }
            .flatMap { text -> CALL.findAll(text).map { Asked(it.groupValues[1], gaps(it.groupValues[2], """"(\w+)" to""")) } }

        /** The texts of a language by their keys, with the names of their gaps. */
        fun catalogue(language: String): Map<String, Set<String>> =
            listOf("core", "shell").joinToString("\n") { ANDROID.resolve("../core/locales/$language/$it.ftl").readText() }
                .split(Regex("(?m)^(?=[a-z])")).drop(1)
                .associate { text -> text.substringBefore(" =") to gaps(text, """\$(\w+)""") }

        fun gaps(text: String, pattern: String): Set<String> =
            Regex(pattern).findAll(text).map { it.groupValues[1] }.toSortedSet()
    }
}
