package app.xunlou.presenters.testing

import app.xunlou.presenters.Phone
import app.xunlou.presenters.PhotoPurpose
import java.util.concurrent.CopyOnWriteArrayList

/** Remembers what the phone's system was asked for. */
class FakePhone : Phone {
    /** `camera record item`, `gallery …`, `share …`, `dial …`. */
    val asked = CopyOnWriteArrayList<String>()

    override fun takePhoto(purpose: PhotoPurpose) = ask("camera", purpose.document, purpose.item)

    override fun pickPhoto(purpose: PhotoPurpose) = ask("gallery", purpose.document, purpose.item)

    override fun scanCode() = ask("scan")

    override fun share(text: String) = ask("share", text)

    override fun share(name: String, mediaType: String, bytes: ByteArray) = ask("share", name, mediaType)

    override fun dial(number: String) = ask("dial", number)

    private fun ask(vararg what: String?) {
        asked += what.filterNotNull().joinToString(" ")
    }
}
