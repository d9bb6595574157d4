package app.xunlou.screens.household

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Check
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.theme.Xunlou

/** Ends a form: without a change, or with what was written. */
@Composable
internal fun FormButtons(tag: String, canSave: Boolean, saving: Boolean, onDrop: () -> Unit, onSave: () -> Unit) {
    val words = Xunlou.words
    Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp)) {
        SideButton(words("action-cancel"), "$tag-cancel", onDrop, Modifier.weight(1f), enabled = !saving)
        val text = if (saving) words("state-saving") else words("action-save")
        MainButton(text, "$tag-save", onSave, Modifier.weight(1f), Icons.Filled.Check.takeUnless { saving || Xunlou.largeText }, canSave)
    }
}
