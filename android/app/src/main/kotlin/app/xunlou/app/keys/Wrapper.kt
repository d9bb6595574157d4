package app.xunlou.app.keys

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import app.xunlou.presenters.KeyLost
import java.security.KeyStore
import java.security.UnrecoverableKeyException
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Wraps the database's key by a key that never leaves the phone's Keystore: AES-GCM with a random nonce. The
 * screen need not be unlocked, for syncing goes on in a pocket; before the first unlock the app is not started.
 */
class Wrapper(private val alias: String = "xunlou-database-key") {
    /** The bytes, wrapped. Makes the Keystore's key if there is none yet. */
    fun wrap(secret: ByteArray): ByteArray {
        val cipher = Cipher.getInstance(ALGORITHM)
        cipher.init(Cipher.ENCRYPT_MODE, existing() ?: generate())
        cipher.updateAAD(PURPOSE)
        val sealed = cipher.doFinal(secret)
        return byteArrayOf(LAYOUT, cipher.iv.size.toByte()) + cipher.iv + sealed
    }

    /**
     * The bytes again; throws [KeyLost] where the Keystore has no such key any more, or another one, and
     * where what was kept was altered.
     */
    fun unwrap(wrapped: ByteArray): ByteArray {
        val key = try {
            existing() ?: throw KeyLost("the Keystore has no key")
        } catch (problem: UnrecoverableKeyException) {
            throw KeyLost("the Keystore's key cannot be had any more", problem)
        }
        val nonceEnd = 2 + (wrapped.getOrNull(1)?.toInt() ?: 0)
        if (wrapped.firstOrNull() != LAYOUT || nonceEnd !in 3..<wrapped.size) throw KeyLost("what was kept is no wrapped key")
        return try {
            val cipher = Cipher.getInstance(ALGORITHM)
            cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, wrapped, 2, nonceEnd - 2))
            cipher.updateAAD(PURPOSE)
            cipher.doFinal(wrapped, nonceEnd, wrapped.size - nonceEnd)
        } catch (problem: AEADBadTagException) {
            throw KeyLost("the Keystore's key is another one", problem)
        }
    }

    private fun existing(): SecretKey? {
        val store = KeyStore.getInstance(KEYSTORE)
        store.load(null)
        return store.getKey(alias, null) as SecretKey?
    }

    private fun generate(): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val key = KeyGenParameterSpec.Builder(alias, purposes)
            .setKeySize(256)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .build()
        val generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, KEYSTORE)
        generator.init(key)
        return generator.generateKey()
    }

    private companion object {
        const val KEYSTORE = "AndroidKeyStore"
        const val ALGORITHM = "AES/GCM/NoPadding"
        const val TAG_BITS = 128

        /** What the first byte says: how the rest is laid out. */
        const val LAYOUT: Byte = 1

        /** So that nothing else that this key ever wraps can be passed off as the database's key. */
        val PURPOSE = "xunlou database key".toByteArray()
    }
}
