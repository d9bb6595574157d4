package app.xunlou.app.host

import android.os.Bundle
import app.xunlou.presenters.PhotoPurpose

/** What another app was asked for, and what for: kept by the system while we are away, or killed. */
sealed interface Pending {
    /** A picture for an item or a case, of the camera ([file] is where it writes) or of the gallery. */
    data class Photo(val purpose: PhotoPurpose, val file: String?) : Pending

    /** An enrolment code: of a scanner's app, or on a picture of the camera. */
    data class Code(val file: String?) : Pending

    /** A place to save this file. */
    data class Save(val file: String) : Pending

    companion object {
        fun write(pending: Pending?): Bundle? = when (pending) {
            null -> null
            is Photo -> bundle("photo", pending.file).apply {
                putString("document", pending.purpose.document)
                putString("item", pending.purpose.item)
            }
            is Code -> bundle("code", pending.file)
            is Save -> bundle("save", pending.file)
        }

        fun read(bundle: Bundle?): Pending? {
            val file = bundle?.getString("file")
            return when (bundle?.getString("kind")) {
                "photo" -> bundle.getString("document")?.let { Photo(PhotoPurpose(it, bundle.getString("item")), file) }
                "code" -> Code(file)
                "save" -> file?.let(::Save)
                else -> null
            }
        }

        private fun bundle(kind: String, file: String?) = Bundle().apply {
            putString("kind", kind)
            putString("file", file)
        }
    }
}
