package app.xunlou.app.host

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Intent
import android.net.Uri
import app.xunlou.app.R
import app.xunlou.app.Services
import app.xunlou.app.photos.NoPicture
import app.xunlou.app.scan.CodeReader
import app.xunlou.app.scan.Scanner
import app.xunlou.app.settings.localized
import app.xunlou.app.settings.words
import app.xunlou.app.share.dialler
import app.xunlou.app.share.shareText
import app.xunlou.core.XunlouException
import app.xunlou.presenters.CodeInbox
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Phone
import app.xunlou.presenters.PhotoPurpose
import app.xunlou.presenters.of
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.io.IOException

/**
 * Sends for other apps, and takes in what comes back. One errand at a time: [pending] says which, and is kept
 * by the system. What comes back is worked on beyond the activity's end.
 */
class Errands(
    private val activity: Activity,
    private val services: Services,
    private val inbox: CodeInbox,
) : Phone {
    /** What was asked for and has not come back. */
    var pending: Pending? = null

    private val scanner = Scanner(activity)

    /** Somebody was sent, and the activity has not been in front since: a second tap is one too many. */
    private var away = false

    /** The activity is in front again. */
    fun resumed() {
        away = false
    }

    override fun takePhoto(purpose: PhotoPurpose) = camera { Pending.Photo(purpose, it) }

    override fun pickPhoto(purpose: PhotoPurpose) {
        send(Pending.Photo(purpose, null), services.camera.pick())
    }

    override fun scanCode() {
        val scan = scanner.ask()
        if (scan != null) send(Pending.Code(null), scan) else camera(Pending::Code)
    }

    override fun share(text: String) = start(shareText(text, texts.getString(R.string.share_title)))

    override fun share(name: String, mediaType: String, bytes: ByteArray) = work {
        val kept = withContext(Dispatchers.IO) { services.exports.keep(name, bytes) }
        send(Pending.Save(kept), services.exports.ask(name, mediaType))
    }

    override fun dial(number: String) = start(dialler(number))

    /** What came back; ours are the requests that we made. */
    fun result(request: Int, code: Int, data: Intent?) {
        if (request != REQUEST) return
        away = false
        val errand = pending ?: return
        pending = null
        val came = code == Activity.RESULT_OK
        when (errand) {
            is Pending.Photo -> photo(errand, came, data?.data)
            is Pending.Code -> code(errand, came, data)
            is Pending.Save -> save(errand, data?.data.takeIf { came })
        }
    }

    private fun photo(errand: Pending.Photo, came: Boolean, chosen: Uri?) = work {
        try {
            val picture = errand.file?.let(services.camera::address) ?: chosen
            if (came && picture != null) services.landing.land(picture, errand.purpose)
        } finally {
            errand.file?.let(services.camera::remove)
            services.space.look()
        }
    }

    private fun code(errand: Pending.Code, came: Boolean, data: Intent?) = work {
        try {
            if (came) (read(errand, data) ?: return@work say(R.string.no_code)).let(inbox::put)
        } finally {
            errand.file?.let(services.camera::remove)
        }
    }

    private suspend fun read(errand: Pending.Code, data: Intent?): String? {
        val picture = services.camera.address(errand.file ?: return scanner.result(data))
        return withContext(Dispatchers.IO) { CodeReader.read { services.camera.open(picture) } }
    }

    private fun save(errand: Pending.Save, place: Uri?) = work {
        withContext(Dispatchers.IO) {
            if (place == null) services.exports.forget(errand.file) else services.exports.save(errand.file, place)
        }
        if (place != null) services.notices.say(Notice.done(texts.getString(R.string.saved)))
    }

    private fun camera(errand: (String) -> Pending) {
        if (away) return
        val file = services.camera.newFile()
        send(errand(file), services.camera.take(file))
    }

    private fun send(errand: Pending, intent: Intent) {
        if (away) return
        pending = errand
        away = true
        try {
            @Suppress("DEPRECATION") // Its successor is AndroidX's, and does the same.
            activity.startActivityForResult(intent, REQUEST)
        } catch (_: ActivityNotFoundException) {
            pending = null
            away = false
            say(R.string.no_app)
        }
    }

    private fun start(intent: Intent) = try {
        activity.startActivity(intent)
    } catch (_: ActivityNotFoundException) {
        say(R.string.no_app)
    }

    /** Does something that takes time; what fails is told. */
    private fun work(work: suspend () -> Unit) {
        services.scope.launch {
            try {
                work()
            } catch (cancelled: CancellationException) {
                throw cancelled
            } catch (_: NoPicture) {
                say(R.string.no_picture)
            } catch (_: IOException) {
                say(R.string.not_readable)
            } catch (_: SecurityException) {
                // The other app has taken back what it had granted.
                say(R.string.not_readable)
            } catch (problem: XunlouException) {
                services.notices.say(Notice.problem(services.settings.words.of(problem)))
            }
        }
    }

    private fun say(text: Int) = services.notices.say(Notice.problem(texts.getString(text)))

    private val texts get() = services.settings.localized(activity)

    private companion object {
        const val REQUEST = 80
    }
}
