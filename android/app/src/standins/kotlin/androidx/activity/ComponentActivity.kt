package androidx.activity

import android.app.Activity

/** AndroidX's, as far as the app uses it: that one lies on Google's repository alone. Here it is a plain activity. */
open class ComponentActivity : Activity()
