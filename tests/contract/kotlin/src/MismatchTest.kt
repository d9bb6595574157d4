package app.xunlou.contract

import kotlinx.serialization.json.Json
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory

class MismatchTest {
    /** A pattern, a value, and where that does not match if it does not. */
    private val table = $$"""
        7                                   | 7
        7                                   | 7.0
        7                                   | 8                             | it
        7                                   | "7"                           | it
        7                                   | true                          | it
        "a"                                 | "a"
        "a"                                 | "A"                           | it
        true                                | true
        true                                | false                         | it
        true                                | "true"                        | it
        null                                | null
        null                                | "null"                        | it
        null                                | {}                            | it
        {}                                  | {"a": 1}
        {}                                  | []                            | it
        {"a": 1}                            | {"a": 1, "b": 2}
        {"a": 1}                            | {"a": 2}                      | it.a
        {"a": null}                         | {"b": 2}                      | it
        {"a": {"b": [1, {"c": 3}]}}         | {"a": {"b": [1, {"c": 4}]}}   | it.a.b[1].c
        []                                  | []
        [1, {"a": 2}]                       | [1, {"a": 2, "b": 3}]
        [1, 2]                              | [2, 1]                        | it[0]
        [1]                                 | [1, 2]                        | it
        [1]                                 | 1                             | it
        {"$has": []}                        | []
        {"$has": [2, 1]}                    | [1, 2, 3]
        {"$has": [{"a": 1}, {"b": 2}]}      | [{"a": 1, "b": 2}]
        {"$has": [2, 4]}                    | [1, 2, 3]                     | it
        {"$has": [1]}                       | 1                             | it
        {"$lacks": {"a": 1}}                | [{"a": 2}]
        {"$lacks": {"a": 1}}                | [{"a": 2}, {"a": 1, "b": 2}]  | it
        {"$lacks": 1}                       | null                          | it
        {"$size": 2}                        | [1, 2]
        {"$size": 2}                        | [1]                           | it
        {"$size": 3}                        | "巡🏢楼"
        {"$size": 4}                        | "巡🏢楼"                      | it
        {"$size": 1}                        | {"a": 1}                      | it
        {"$least": 2}                       | 2
        {"$least": 2}                       | 1                             | it
        {"$least": 2}                       | "3"                           | it
        {"$contains": "楼"}                 | "巡楼"
        {"$contains": "家"}                 | "巡楼"                        | it
        {"$contains": "1"}                  | 1                             | it
        {"$not": 1}                         | 2
        {"$not": 1}                         | 1                             | it
        {"$not": null}                      | {"a": 1}
        {"$not": null}                      | null                          | it
        {"$both": [{"$least": 1}, {"$not": 3}]} | 2
        {"$both": [{"$least": 1}, {"$not": 3}]} | 3                         | it
        {"$both": [{"a": 1}, {"b": 1}]}     | {"a": 1, "b": 2}              | it.b
        {"a": {"$has": [1]}}                | {"a": [2]}                    | it.a
        {"$time": "2026-03-18T10:30:00+08:00"} | {"$time": "2026-03-18T02:30:00Z"}
        {"$time": "2026-03-18T10:30:00+08:00"} | {"$time": "2026-03-18T02:30:01Z"} | it
        {"$time": "2026-03-18T10:30:00+08:00"} | "2026-03-18T10:30:00+08:00" | it
    """

    /** Patterns that are none. */
    private val unknown = $$"""
        {"$hass": [1]}
        {"$size": 0, "a": 2}
        {"$repeat": "a", "times": 2}
        {"$not": {"$nothing": 1}}
    """

    @TestFactory
    fun `a pattern matches what the table says, and else tells where not`(): List<DynamicTest> =
        rows(table).map { row ->
            val cells = row.split('|').map(String::trim)
            val (pattern, value) = cells
            val path = cells.getOrNull(2)
            dynamicTest("$pattern, $value") {
                assertEquals(path, mismatch(json(pattern), json(value), "it")?.path)
            }
        }

    @TestFactory
    fun `a pattern that is not known is an error`(): List<DynamicTest> =
        rows(unknown).map { pattern ->
            dynamicTest(pattern) {
                assertThrows(IllegalArgumentException::class.java) {
                    mismatch(json(pattern), json("[]"), "it")
                }
            }
        }

    private fun rows(table: String) = table.trimIndent().lines().filter { it.isNotBlank() }

    private fun json(text: String) = Json.parseToJsonElement(text)
}
