package app.xunlou.presenters

import app.xunlou.core.DocumentId

/**
 * What only the phone's system can do. Each call returns at once. What comes of it finds its own way, even if
 * the app was killed meanwhile, so what is asked for says what it is for: a photo goes straight into the core,
 * which tells everybody who shows it; a code into the [CodeInbox].
 */
interface Phone {
    /** Opens the camera. */
    fun takePhoto(purpose: PhotoPurpose)

    /** Lets the person choose a picture. */
    fun pickPhoto(purpose: PhotoPurpose)

    /** Lets an enrolment code be scanned. */
    fun scanCode()

    /** Offers a text to other apps. */
    fun share(text: String)

    /** Offers a file to other apps. */
    fun share(name: String, mediaType: String, bytes: ByteArray)

    /** Opens the dialler with a number. */
    fun dial(number: String)
}

/** What a photo is for: an item of a record, or a case. The app keeps it while the camera is open. */
data class PhotoPurpose(val document: DocumentId, val item: String? = null)
