package app.xunlou.presenters

import app.xunlou.core.CaseKind
import app.xunlou.core.CaseState
import app.xunlou.core.CaseStep
import app.xunlou.core.Expiry
import app.xunlou.core.FieldSource
import app.xunlou.core.Gap
import app.xunlou.core.GapValue
import app.xunlou.core.Label
import app.xunlou.core.Language
import app.xunlou.core.Role
import app.xunlou.core.Severity
import app.xunlou.core.SlotState
import app.xunlou.core.caseKindLabel
import app.xunlou.core.caseStateLabel
import app.xunlou.core.caseStepLabel
import app.xunlou.core.expiryLabel
import app.xunlou.core.fieldSourceLabel
import app.xunlou.core.roleLabel
import app.xunlou.core.say
import app.xunlou.core.severityLabel
import app.xunlou.core.slotStateLabel
import java.util.Locale
import java.util.concurrent.ConcurrentHashMap

/**
 * What the app says in one language. All texts come from `core/locales/<language>/shell.ftl`, through the
 * core, so that both apps say the same. Keys are written out where they are used: a test looks for them.
 */
class Words(val language: Language) {
    /** The language as Java knows it, for days and numbers. */
    val locale: Locale = when (language) {
        Language.CHINESE -> Locale.SIMPLIFIED_CHINESE
        Language.ENGLISH -> Locale.ENGLISH
    }

    /** Texts without gaps, which screens ask for with every frame. */
    private val plain = ConcurrentHashMap<String, String>()

    /** A text of the catalogue. */
    operator fun invoke(key: String): String = plain.getOrPut(key) { say(language, key, emptyList()) }

    /** A text of the catalogue with its gaps filled: by whole numbers, which may decide the plural, or by texts. */
    operator fun invoke(key: String, vararg gaps: Pair<String, Any>): String =
        say(language, key, gaps.map { (name, value) -> Gap(name, gapValue(value)) })

    /** A label of the estate's data. */
    fun of(label: Label): String = when (language) {
        Language.CHINESE -> label.zh
        Language.ENGLISH -> label.en
    }

    fun of(state: SlotState): String = of(slotStateLabel(state))

    fun of(state: CaseState): String = of(caseStateLabel(state))

    fun of(kind: CaseKind): String = of(caseKindLabel(kind))

    fun of(step: CaseStep): String = of(caseStepLabel(step))

    fun of(severity: Severity): String = of(severityLabel(severity))

    fun of(role: Role): String = of(roleLabel(role))

    fun of(expiry: Expiry): String = of(expiryLabel(expiry))

    fun of(source: FieldSource): String = of(fieldSourceLabel(source))

    private fun gapValue(value: Any): GapValue = when (value) {
        is Int -> GapValue.Number(value.toLong())
        is Long -> GapValue.Number(value)
        else -> GapValue.Text(value.toString())
    }
}
