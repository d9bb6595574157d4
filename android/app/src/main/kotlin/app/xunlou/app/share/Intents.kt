package app.xunlou.app.share

import android.content.Intent
import android.net.Uri

/** Offers a text to whatever app a person chooses. */
fun shareText(text: String, title: String): Intent {
    val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text)
    return Intent.createChooser(send, title)
}

/** Opens the dialler with a number; the person presses the button, so no permission is needed. */
fun dialler(number: String) = Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null))
