package androidx.activity.compose

import androidx.activity.ComponentActivity
import androidx.compose.runtime.Composable

/** AndroidX's, which draws on the phone; here nothing is drawn, for screens have tests of their own. */
@Suppress("UnusedReceiverParameter", "unused")
fun ComponentActivity.setContent(content: @Composable () -> Unit) = Unit
