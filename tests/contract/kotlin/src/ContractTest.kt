package app.xunlou.contract

import java.nio.file.Path
import kotlin.io.path.absolute
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory

/** The contract scenarios, each file a test. What they mean is said in `tests/contract/README.md`. */
class ContractTest {
    private val directory = Path.of(System.getenv("XUNLOU_CONTRACT") ?: "../scenarios")

    @TestFactory
    fun scenarios(): List<DynamicTest> {
        val files = directory.listDirectoryEntries("*.json").sorted()
        check(files.isNotEmpty()) { "no scenarios in ${directory.absolute().normalize()}" }
        return files.map { file -> dynamicTest(file.name, file.toUri()) { play(file) } }
    }

    private fun play(file: Path) {
        val scenario = Scenario.read(file)
        Stage().use { stage -> Story(scenario, stage).use(Story::play) }
    }
}
