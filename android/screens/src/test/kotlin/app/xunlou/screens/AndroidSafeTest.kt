package app.xunlou.screens

import java.io.DataInputStream
import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.junit.jupiter.api.Test

/** Compose's desktop jars have more than Android's: nothing of that may be used. Read from the bytecode. */
class AndroidSafeTest {
    @Test
    fun `the screens use nothing that Android lacks`() {
        val classes = File(Class.forName("app.xunlou.screens.record.RecordScreenKt").protectionDomain.codeSource.location.toURI())
        val files = classes.walk().filter { it.extension == "class" }.toList()
        assertTrue(files.size > 20, "no classes in $classes")
        val used = files.flatMap { file -> classesUsedBy(file).filter(DESKTOP::containsMatchIn).map { "${file.name}: $it" } }
        assertEquals(emptyList<String>(), used)
    }

    private companion object {
        val DESKTOP = Regex(
            "^(org/jetbrains/ski|java/awt/|javax/swing/|java/nio/file/|androidx/compose/ui/(awt|scene)/|" +
                "androidx/compose/foundation/v2/|androidx/compose/ui/ImageComposeScene|" +
                "androidx/compose/ui/window/(Window|ApplicationScope|FrameWindow|Tray|MenuBar|DialogState|DialogWindow|AwtWindow))",
        )

        /** The classes in the constant pool of a class file (JVM specification, 4.4). */
        fun classesUsedBy(file: File): List<String> = DataInputStream(file.inputStream().buffered()).use { input ->
            input.skipBytes(8)
            val texts = HashMap<Int, String>()
            val names = mutableListOf<Int>()
            val count = input.readUnsignedShort()
            var index = 1
            while (index < count) {
                when (val tag = input.readUnsignedByte()) {
                    1 -> texts[index] = input.readUTF()
                    7 -> names += input.readUnsignedShort()
                    8, 16, 19, 20 -> input.skipBytes(2)
                    15 -> input.skipBytes(3)
                    5, 6 -> {
                        input.skipBytes(8)
                        index++
                    }
                    3, 4, 9, 10, 11, 12, 17, 18 -> input.skipBytes(4)
                    else -> error("tag $tag in $file")
                }
                index++
            }
            names.mapNotNull(texts::get)
        }
    }
}
