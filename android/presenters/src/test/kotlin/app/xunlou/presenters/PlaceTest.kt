package app.xunlou.presenters

import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.junit.jupiter.api.Test

class PlaceTest {
    @Test
    fun `every place is found again from its line`() {
        val places = Place.TABS + listOf(
            Place.SetUp,
            Place.Conflicts,
            Place.Settings,
            Place.Record("r-1"),
            Place.Record("r-1", "fire_doors"),
            Place.Household("h-1"),
            Place.CaseDetails("c-1"),
            Place.NewCase(),
            Place.NewCase(household = "h-1"),
            Place.NewCase(area = "a-1"),
        )
        assertEquals(places, places.map { Place.read(Place.write(it)) })
    }

    @Test
    fun `a way that another version saved begins where there is something to show`() {
        val navigator = Navigator.restore(listOf("Dance", "Record"), Place.Today)
        assertEquals(listOf<Place>(Place.Today), navigator.way.value)
    }

    @Test
    fun `back leads from a record to the tab, from the tab to the first, and then out of the app`() {
        val navigator = Navigator(Place.Today)
        navigator.go(Place.Cases)
        navigator.go(Place.Record("r-1"))
        navigator.remember(Place.Record("r-1", "fire_doors"))
        assertEquals(Place.Record("r-1", "fire_doors"), navigator.here)
        assertTrue(navigator.back())
        assertEquals(Place.Cases, navigator.here)
        assertTrue(navigator.back())
        assertEquals(Place.Today, navigator.here)
        assertFalse(navigator.back())
    }
}
