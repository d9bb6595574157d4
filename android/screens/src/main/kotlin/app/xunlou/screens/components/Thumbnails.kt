package app.xunlou.screens.components

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.Image
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.sizeIn
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.layout.ContentScale
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Dialog
import androidx.compose.ui.window.DialogProperties
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou
import app.xunlou.screens.theme.photo

private val TILE = 84.dp

/** The photos of one thing, each opened by a tap; with tiles to add one, where that is allowed. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
fun Thumbnails(
    document: String,
    photos: List<String>,
    tag: String,
    onRemove: ((String) -> Unit)? = null,
    onCamera: (() -> Unit)? = null,
    onGallery: (() -> Unit)? = null,
) {
    var opened by remember { mutableStateOf<String?>(null) }
    FlowRow(
        Modifier.fillMaxWidth(),
        horizontalArrangement = Arrangement.spacedBy(10.dp),
        verticalArrangement = Arrangement.spacedBy(10.dp),
    ) {
        photos.forEachIndexed { index, hash ->
            Thumbnail(document, hash, Xunlou.words("record-photo", "number" to index + 1), "$tag-photo-$index") { opened = hash }
        }
        if (onCamera != null) AddTile(Signs.Camera, Xunlou.words("record-camera"), "$tag-camera", onCamera)
        if (onGallery != null) AddTile(Signs.Picture, Xunlou.words("record-gallery"), "$tag-gallery", onGallery)
    }
    opened?.takeIf { it in photos }?.let { hash ->
        LargePhoto(document, hash, onClose = { opened = null }, onRemove = onRemove?.let { { it(hash) } })
    }
}

@Composable
private fun Thumbnail(document: String, hash: String, said: String, tag: String, onClick: () -> Unit) {
    Surface(
        onClick,
        Modifier.size(TILE).testTag(tag).semantics { contentDescription = said },
        shape = MaterialTheme.shapes.small,
        color = MaterialTheme.colorScheme.secondaryContainer,
    ) { Photo(document, hash, large = false, ContentScale.Crop) }
}

@Composable
private fun Photo(document: String, hash: String, large: Boolean, scale: ContentScale) {
    val picture = photo(document, hash, large)
    Box(Modifier.fillMaxSize(), Alignment.Center) {
        if (picture == null) {
            Icon(Signs.Picture, null, tint = MaterialTheme.colorScheme.onSurfaceVariant)
        } else {
            Image(picture, null, Modifier.fillMaxSize(), contentScale = scale)
        }
    }
}

@Composable
private fun AddTile(sign: ImageVector, text: String, tag: String, onClick: () -> Unit) {
    Surface(
        onClick,
        Modifier.sizeIn(minWidth = TILE, minHeight = TILE).testTag(tag),
        shape = MaterialTheme.shapes.small,
        color = MaterialTheme.colorScheme.surfaceContainerLowest,
        contentColor = MaterialTheme.colorScheme.primary,
        border = BorderStroke(1.dp, MaterialTheme.colorScheme.outline),
    ) {
        Column(Modifier.padding(8.dp), Arrangement.Center, Alignment.CenterHorizontally) {
            Icon(sign, null)
            Text(text, Modifier.padding(top = 4.dp), style = MaterialTheme.typography.labelMedium)
        }
    }
}

@Composable
private fun LargePhoto(document: String, hash: String, onClose: () -> Unit, onRemove: (() -> Unit)?) {
    val words = Xunlou.words
    Dialog(onDismissRequest = onClose, properties = DialogProperties()) {
        Surface(shape = MaterialTheme.shapes.large, modifier = Modifier.testTag("photo-large")) {
            Column(Modifier.padding(12.dp)) {
                Box(Modifier.fillMaxWidth().heightIn(min = 200.dp, max = 480.dp)) { Photo(document, hash, large = true, ContentScale.Fit) }
                Row(Modifier.fillMaxWidth().padding(top = 12.dp), Arrangement.spacedBy(8.dp, Alignment.End)) {
                    if (onRemove != null) {
                        TextAction(words("record-remove-photo"), "photo-remove", {
                            onRemove()
                            onClose()
                        })
                    }
                    MainButton(words("action-close"), "photo-close", onClose)
                }
            }
        }
    }
}
