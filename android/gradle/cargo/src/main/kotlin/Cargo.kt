import org.gradle.api.DefaultTask
import org.gradle.api.file.ConfigurableFileCollection
import org.gradle.api.file.DirectoryProperty
import org.gradle.api.file.FileSystemOperations
import org.gradle.api.provider.ListProperty
import org.gradle.api.provider.MapProperty
import org.gradle.api.tasks.IgnoreEmptyDirectories
import org.gradle.api.tasks.Input
import org.gradle.api.tasks.InputFiles
import org.gradle.api.tasks.Internal
import org.gradle.api.tasks.Optional
import org.gradle.api.tasks.OutputDirectory
import org.gradle.api.tasks.PathSensitive
import org.gradle.api.tasks.PathSensitivity
import org.gradle.api.tasks.TaskAction
import org.gradle.process.ExecOperations
import org.gradle.work.DisableCachingByDefault
import java.io.File
import javax.inject.Inject

/** Runs cargo in the workspace, unless what it reads and what it wrote is as it was. */
@DisableCachingByDefault(because = "cargo has a cache of its own")
abstract class Cargo : DefaultTask() {
    /** What cargo is told. */
    @get:Input
    abstract val arguments: ListProperty<String>

    /** What cargo reads. The plugin `xunlou.cargo` names what is in the library, and xtask. */
    @get:InputFiles
    @get:IgnoreEmptyDirectories
    @get:PathSensitive(PathSensitivity.RELATIVE)
    abstract val sources: ConfigurableFileCollection

    /** What others take from it. */
    @get:Optional
    @get:OutputDirectory
    abstract val output: DirectoryProperty

    /** Where the machine's tools are. */
    @get:Internal
    abstract val environment: MapProperty<String, String>

    @get:Internal
    abstract val workspace: DirectoryProperty

    /** What cargo builds. */
    @get:Internal
    abstract val target: DirectoryProperty

    @get:Inject
    protected abstract val processes: ExecOperations

    /** What is left to do when cargo is done. */
    protected open fun finish() = Unit

    @TaskAction
    fun run() {
        // Android Studio, when started from a desktop, does not know the shell's PATH.
        val usual = File(System.getProperty("user.home"), ".cargo/bin/cargo")
        val cargo = if (usual.canExecute()) usual.path else "cargo"
        processes.exec {
            workingDir(workspace.get().asFile)
            environment(this@Cargo.environment.get())
            commandLine(listOf(cargo) + arguments.get())
        }
        finish()
    }
}

/** Makes the package for Android, and hands its libraries to the app. */
@DisableCachingByDefault(because = "cargo has a cache of its own")
abstract class CargoPackage : Cargo() {
    @get:Inject
    protected abstract val files: FileSystemOperations

    override fun finish() {
        files.sync {
            from(target.dir("package/android/jniLibs"))
            into(output)
        }
    }
}
