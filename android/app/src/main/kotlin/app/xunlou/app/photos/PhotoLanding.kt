package app.xunlou.app.photos

import android.net.Uri
import app.xunlou.app.workspace.Uses
import app.xunlou.app.workspace.WorkspaceState
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.PhotoPurpose
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/**
 * Brings a picture to its item or its case, whoever looks at it by then: the core has committed it when this
 * returns, and screens hear of it as of any change. So it also lands when the app was killed while the camera
 * was open.
 */
class PhotoLanding(
    private val uses: Uses,
    private val camera: Camera,
    private val background: CoroutineDispatcher = Dispatchers.IO,
) {
    /** Lands the picture at this address; throws what the core says, [NoPicture], or that it cannot be read. */
    suspend fun land(picture: Uri, purpose: PhotoPurpose) = uses.during { state ->
        if (state !is WorkspaceState.Open) throw XunlouException.Closed()
        withContext(background) {
            val limit = state.workspace.rules().device.maxPhotoBytes
            val bytes = Shrink(limit).jpeg { camera.open(picture) }
            attach(state.workspace, purpose, bytes)
        }
    }

    private fun attach(workspace: WorkspaceInterface, purpose: PhotoPurpose, jpeg: ByteArray) {
        val item = purpose.item
        if (item == null) {
            workspace.attachCasePhoto(purpose.document, "image/jpeg", jpeg)
        } else {
            workspace.attachPhoto(purpose.document, item, "image/jpeg", jpeg)
        }
    }
}
