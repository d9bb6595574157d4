package app.xunlou.presenters

/** One of several things to choose from. */
data class Choice(val id: String, val text: String)
