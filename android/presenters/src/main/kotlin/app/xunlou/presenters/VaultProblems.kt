package app.xunlou.presenters

/** The database is there, and what opens it is not: another key would not open it either. */
class KeyLost(reason: String, cause: Throwable? = null) : Exception(reason, cause)

/** What keeps the key does not answer now; it may later, for instance once the phone was unlocked. */
class VaultClosed(cause: Throwable) : Exception(cause)
