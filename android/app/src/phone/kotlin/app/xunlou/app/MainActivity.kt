package app.xunlou.app

import android.content.Intent
import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import app.xunlou.app.host.ActivityHost

/**
 * The one activity. It is AndroidX's, for Compose to draw in; so it only passes on what the system tells it to
 * [ActivityHost], where everything is decided and tested.
 */
class MainActivity : ComponentActivity() {
    internal lateinit var host: ActivityHost

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        host = ActivityHost(this).apply { create(savedInstanceState) }
        setContent { Content(host) }
    }

    override fun onStart() {
        super.onStart()
        host.start()
    }

    override fun onResume() {
        super.onResume()
        host.resume()
    }

    override fun onPause() {
        host.pause()
        super.onPause()
    }

    override fun onStop() {
        host.stop()
        super.onStop()
    }

    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        host.save(outState)
    }

    override fun onDestroy() {
        host.destroy()
        super.onDestroy()
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        host.newIntent(intent)
    }

    @Deprecated("AndroidX has another way, which ends here too")
    override fun onActivityResult(requestCode: Int, resultCode: Int, data: Intent?) {
        @Suppress("DEPRECATION")
        super.onActivityResult(requestCode, resultCode, data)
        host.result(requestCode, resultCode, data)
    }

    @Deprecated("AndroidX has another way, which ends here too")
    override fun onBackPressed() {
        @Suppress("DEPRECATION")
        if (!host.back()) super.onBackPressed()
    }
}
