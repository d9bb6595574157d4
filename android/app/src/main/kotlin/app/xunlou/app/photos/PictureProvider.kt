package app.xunlou.app.photos

import android.content.ContentProvider
import android.content.ContentValues
import android.content.Context
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.OpenableColumns
import app.xunlou.app.workspace.Files
import java.io.File
import java.io.FileNotFoundException

/**
 * Lets the camera's app write one picture, by an address that it is granted for this one time. Nothing else of
 * ours can be reached through it: a name is one of our own making, or is refused.
 */
class PictureProvider : ContentProvider() {
    override fun onCreate() = true

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor =
        ParcelFileDescriptor.open(file(uri), ParcelFileDescriptor.parseMode(mode))

    override fun getType(uri: Uri) = "image/jpeg"

    override fun query(
        uri: Uri,
        projection: Array<String>?,
        selection: String?,
        selectionArgs: Array<String>?,
        sortOrder: String?,
    ): Cursor {
        val file = file(uri)
        val columns = projection ?: arrayOf(OpenableColumns.DISPLAY_NAME, OpenableColumns.SIZE)
        val row = columns.map { column ->
            when (column) {
                OpenableColumns.DISPLAY_NAME -> file.name
                OpenableColumns.SIZE -> file.length()
                else -> null
            }
        }
        return MatrixCursor(columns).apply { addRow(row) }
    }

    override fun insert(uri: Uri, values: ContentValues?) = null

    override fun update(uri: Uri, values: ContentValues?, selection: String?, selectionArgs: Array<String>?) = 0

    override fun delete(uri: Uri, selection: String?, selectionArgs: Array<String>?) = 0

    private fun file(uri: Uri): File {
        val name = uri.lastPathSegment.orEmpty()
        if (!NAME.matches(name)) throw FileNotFoundException("no such picture")
        return File(Files(checkNotNull(context)).pictures, name)
    }

    companion object {
        private val NAME = Regex("[0-9a-f-]{36}\\.jpg")

        /** The address under which another app reaches this picture. */
        fun address(context: Context, name: String): Uri =
            Uri.Builder().scheme("content").authority("${context.packageName}.pictures").appendPath(name).build()
    }
}
