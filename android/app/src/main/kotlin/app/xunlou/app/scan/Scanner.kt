package app.xunlou.app.scan

import android.content.Context
import android.content.Intent

/** The scanner's app that a phone may have: the intent that ZXing's app made common. */
class Scanner(private val context: Context) {
    private val intent = Intent("com.google.zxing.client.android.SCAN").putExtra("SCAN_MODE", "QR_CODE_MODE")

    /** Asks it for a code; none if there is no such app, so that the camera has to do. */
    fun ask(): Intent? = intent.takeIf { it.resolveActivity(context.packageManager) != null }

    /** What it read. */
    fun result(data: Intent?): String? = data?.getStringExtra("SCAN_RESULT")
}
