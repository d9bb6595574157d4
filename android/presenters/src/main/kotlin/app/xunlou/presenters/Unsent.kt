package app.xunlou.presenters

import app.xunlou.core.Waiting

/** What is not sent yet, as one number, the same on every screen: entries and photos. */
val Waiting.unsent: Long get() = changes + photos
