package app.xunlou.presenters

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update

/** Where a person is, and the way back. Never empty. */
class Navigator(start: List<Place>) {
    constructor(start: Place) : this(listOf(start))

    private val mutable = MutableStateFlow(start.ifEmpty { listOf(Place.Today) })

    /** The way to where the person is now, the present place last. */
    val way: StateFlow<List<Place>> = mutable.asStateFlow()

    /** The present place. */
    val here: Place get() = way.value.last()

    /** Goes on to a place. A bottom tab begins a new way, which leads back to the first tab. */
    fun go(place: Place) = mutable.update { way ->
        when (place) {
            Place.Today -> listOf(place)
            in Place.TABS -> listOf(Place.Today, place)
            way.last() -> way
            else -> way + place
        }
    }

    /** Goes to a place instead of this one: there is no way back to what is over, such as a form that was sent. */
    fun replace(place: Place) = mutable.update { it.dropLast(1) + place }

    /** Goes on elsewhere, with no way back: after set-up. */
    fun restart(place: Place) = mutable.update { listOf(place) }

    /** Goes back; `false` at the beginning of the way, where the app is left. */
    fun back(): Boolean {
        val before = way.value
        if (before.size == 1) return false
        mutable.value = before.dropLast(1)
        return true
    }

    /** Notes where exactly on this place the person is, to land there again. */
    fun remember(place: Place) = mutable.update { way ->
        if (way.last()::class == place::class) way.dropLast(1) + place else way
    }

    /** The way as lines, for the system to keep while the app is away. */
    fun save(): List<String> = way.value.map(Place::write)

    companion object {
        /** The way of saved lines; what cannot be read is left out. */
        fun restore(lines: List<String>, otherwise: Place): Navigator =
            Navigator(lines.mapNotNull(Place::read).ifEmpty { listOf(otherwise) })
    }
}
