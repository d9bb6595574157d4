package app.xunlou.presenters.testing

import app.xunlou.presenters.Chosen
import app.xunlou.presenters.Preferences
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update

/** Keeps what is set for as long as the test goes. */
class FakePreferences(first: Chosen = Chosen()) : Preferences {
    private val mutable = MutableStateFlow(first)

    override val chosen: StateFlow<Chosen> = mutable.asStateFlow()

    override fun choose(change: Chosen.() -> Chosen) = mutable.update(change)
}
