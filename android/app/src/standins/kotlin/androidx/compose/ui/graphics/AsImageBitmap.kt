package androidx.compose.ui.graphics

import android.graphics.Bitmap

/** Jetpack's, which Compose on the desktop has for bitmaps of another kind. */
fun Bitmap.asImageBitmap(): ImageBitmap = ImageBitmap(width, height)
