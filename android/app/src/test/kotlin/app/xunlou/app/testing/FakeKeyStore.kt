package app.xunlou.app.testing

import android.security.keystore.KeyGenParameterSpec
import java.io.InputStream
import java.io.OutputStream
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.ProviderException
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/** The phone's Keystore, in memory: Robolectric has none. */
object FakeKeyStore {
    val keys = HashMap<String, SecretKey>()

    /** It does not answer, as a phone's may for a while. */
    var silent = false

    /** A new phone: empty, and it answers. */
    fun install() {
        keys.clear()
        silent = false
        Security.removeProvider("AndroidKeyStore")
        Security.addProvider(InMemory())
    }

    fun random(): SecretKey = SecretKeySpec(ByteArray(32).also(SecureRandom()::nextBytes), "AES")

    private class InMemory : Provider("AndroidKeyStore", "1.0", "in memory") {
        init {
            put("KeyStore.AndroidKeyStore", Store::class.java.name)
            put("KeyGenerator.AES", Generator::class.java.name)
        }
    }

    class Store : KeyStoreSpi() {
        override fun engineGetKey(alias: String, password: CharArray?): Key? {
            if (silent) throw ProviderException("the Keystore does not answer")
            return keys[alias]
        }

        override fun engineLoad(stream: InputStream?, password: CharArray?) = Unit
        override fun engineContainsAlias(alias: String) = alias in keys
        override fun engineIsKeyEntry(alias: String) = alias in keys
        override fun engineAliases() = Collections.enumeration(keys.keys)
        override fun engineSize() = keys.size
        override fun engineDeleteEntry(alias: String) = keys.remove(alias).let { }
        override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null
        override fun engineGetCertificate(alias: String): Certificate? = null
        override fun engineGetCertificateAlias(certificate: Certificate?): String? = null
        override fun engineIsCertificateEntry(alias: String) = false
        override fun engineGetCreationDate(alias: String): Date? = null
        override fun engineStore(stream: OutputStream?, password: CharArray?) = Unit
        override fun engineSetKeyEntry(alias: String, key: Key, password: CharArray?, chain: Array<out Certificate>?) = TODO()
        override fun engineSetKeyEntry(alias: String, key: ByteArray?, chain: Array<out Certificate>?) = TODO()
        override fun engineSetCertificateEntry(alias: String, certificate: Certificate?) = TODO()
    }

    class Generator : KeyGeneratorSpi() {
        private lateinit var alias: String

        override fun engineInit(parameters: AlgorithmParameterSpec, random: SecureRandom?) {
            val wanted = parameters as KeyGenParameterSpec
            check(wanted.keySize == 256 && !wanted.isUserAuthenticationRequired)
            alias = wanted.keystoreAlias
        }

        override fun engineInit(random: SecureRandom?) = TODO()
        override fun engineInit(size: Int, random: SecureRandom?) = TODO()
        override fun engineGenerateKey(): SecretKey = random().also { keys[alias] = it }
    }
}
