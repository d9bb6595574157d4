package app.xunlou.app.keys

import app.xunlou.presenters.KeyLost
import app.xunlou.presenters.VaultClosed
import java.io.File
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.ProviderException
import java.security.SecureRandom
import java.util.UUID

/**
 * What opens the database, and tells one installation of the app from another. [directory] is the one that is
 * left out of backups: a database that came from elsewhere must meet another installation, and no key.
 */
class Vault(private val directory: File, private val wrapper: Wrapper = Wrapper()) {
    private val wrapped = Kept(File(directory, "key"))
    private val installationId = Kept(File(directory, "installation"))
    private val generations = Kept(File(directory, "generation"))

    /**
     * The database's key: 32 bytes, which the caller wipes. Where there is no database yet ([needed] is
     * false), one that cannot be had is replaced; else that is [KeyLost], and everything stays as it is.
     */
    fun key(needed: Boolean): ByteArray = answering {
        try {
            wrapped.read()?.let(wrapper::unwrap) ?: throw KeyLost("no key was kept")
        } catch (lost: KeyLost) {
            if (needed) throw lost
            newKey()
        }
    }

    /** Which installation this is; made once. */
    fun installation(): String = answering {
        installationId.read()?.decodeToString()
            ?: UUID.randomUUID().toString().also { installationId.write(it.toByteArray()) }
    }

    /** What the core said the last time that it opened; 0 before. */
    fun generation(): Long = answering { generations.read()?.decodeToString()?.toLongOrNull() ?: 0 }

    /** Keeps what the core said when it opened. */
    fun keep(generation: Long) = answering { generations.write(generation.toString().toByteArray()) }

    private fun newKey(): ByteArray {
        val key = ByteArray(32).also(SecureRandom()::nextBytes)
        wrapped.write(wrapper.wrap(key))
        return key
    }

    private fun <T> answering(work: () -> T): T = try {
        directory.mkdirs()
        work()
    } catch (problem: IOException) {
        throw VaultClosed(problem)
    } catch (problem: GeneralSecurityException) {
        throw VaultClosed(problem)
    } catch (problem: ProviderException) {
        // The Keystore's own failures are unchecked.
        throw VaultClosed(problem)
    }
}
