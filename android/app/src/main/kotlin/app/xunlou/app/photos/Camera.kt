package app.xunlou.app.photos

import android.content.ClipData
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.provider.MediaStore
import app.xunlou.app.workspace.Files
import java.io.File
import java.io.FileNotFoundException
import java.io.InputStream
import java.util.UUID

/**
 * What to ask other apps for to get a picture. The camera's own app takes it, so ours needs no permission; and
 * the gallery's hands over the one picture that was chosen.
 */
class Camera(private val context: Context, private val files: Files) {
    /** A new file for a picture, by its name. */
    fun newFile(): String {
        files.pictures.mkdirs()
        return "${UUID.randomUUID()}.jpg"
    }

    /** Asks for a picture into this file. */
    fun take(file: String): Intent {
        val address = address(file)
        return Intent(MediaStore.ACTION_IMAGE_CAPTURE)
            .putExtra(MediaStore.EXTRA_OUTPUT, address)
            .addFlags(Intent.FLAG_GRANT_WRITE_URI_PERMISSION or Intent.FLAG_GRANT_READ_URI_PERMISSION)
            // The grant goes with the clip, not with the extra.
            .apply { clipData = ClipData.newRawUri(null, address) }
    }

    /** Asks for a picture that is there already. */
    fun pick(): Intent = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
        Intent(MediaStore.ACTION_PICK_IMAGES)
    } else {
        Intent(Intent.ACTION_GET_CONTENT).setType("image/*").addCategory(Intent.CATEGORY_OPENABLE)
    }

    /** Where the camera wrote. */
    fun address(file: String): Uri = PictureProvider.address(context, file)

    /** Removes a picture that has landed, or never came. */
    fun remove(file: String) {
        File(files.pictures, file).delete()
    }

    /** The picture at this address: one of the camera, or one that was chosen. */
    fun open(picture: Uri): InputStream =
        context.contentResolver.openInputStream(picture) ?: throw FileNotFoundException("the picture cannot be read")
}
