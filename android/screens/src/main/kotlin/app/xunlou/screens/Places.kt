package app.xunlou.screens

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.consumeWindowInsets
import androidx.compose.foundation.layout.ime
import androidx.compose.foundation.layout.navigationBars
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveableStateHolder
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import app.xunlou.presenters.Place
import app.xunlou.presenters.Presenter
import app.xunlou.presenters.Presenters
import app.xunlou.screens.casedetails.CaseDetailsScreen
import app.xunlou.screens.cases.CasesScreen
import app.xunlou.screens.components.BottomTabs
import app.xunlou.screens.conflicts.ConflictsScreen
import app.xunlou.screens.household.HouseholdScreen
import app.xunlou.screens.households.HouseholdsScreen
import app.xunlou.screens.log.LogScreen
import app.xunlou.screens.newcase.NewCaseScreen
import app.xunlou.screens.record.RecordScreen
import app.xunlou.screens.settings.SettingsScreen
import app.xunlou.screens.sync.SyncScreen
import app.xunlou.screens.today.TodayScreen

/** The screen of the place where a person is, with the tabs below where it is one of theirs. */
@Composable
internal fun Places(presenters: Presenters) {
    val way by presenters.navigator.way.collectAsState()
    val place = way.last()
    // The keyboard needs the room.
    val typing = WindowInsets.ime.getBottom(LocalDensity.current) > 0
    val withTabs = place in Place.TABS && !typing
    Column {
        // The tabs keep clear of the phone's own bar; what is above them need not.
        val above = Modifier.weight(1f)
        Box(if (withTabs) above.consumeWindowInsets(WindowInsets.navigationBars) else above) { Remembered(way, presenters) }
        if (withTabs) {
            val unsent by remember(presenters) { presenters.unsent }.collectAsState(0)
            BottomTabs(place, unsent, presenters.navigator::go)
        }
    }
}

/** A place that one comes back to is scrolled as it was; one that was left for good is forgotten. */
@Composable
private fun Remembered(way: List<Place>, presenters: Presenters) {
    val holder = rememberSaveableStateHolder()
    val known = remember { mutableSetOf<String>() }
    LaunchedEffect(way) {
        val here = way.map { it.name }.toSet()
        (known - here).forEach(holder::removeState)
        known.retainAll(here)
        known += here
    }
    val place = way.last()
    key(presenters, place.name) {
        holder.SaveableStateProvider(place.name) { Screen(place, presenters) }
    }
}

/** What tells a place from others; where exactly on it a person is does not. */
private val Place.name: String get() = Place.write(if (this is Place.Record) copy(item = null) else this)

@Composable
private fun Screen(place: Place, presenters: Presenters) {
    when (place) {
        // Nobody is sent there: the app as a whole shows it.
        Place.SetUp, Place.Today -> Shown(presenters::today) { state, on -> TodayScreen(state, on) }
        is Place.Record -> Shown({ presenters.record(place) }) { state, on -> RecordScreen(place.document, state, on) }
        Place.Households -> Shown(presenters::households) { state, on -> HouseholdsScreen(state, on) }
        is Place.Household -> Shown({ presenters.household(place) }) { state, on -> HouseholdScreen(state, on) }
        Place.Cases -> Shown(presenters::cases) { state, on -> CasesScreen(state, on) }
        is Place.CaseDetails -> Shown({ presenters.caseDetails(place) }) { state, on -> CaseDetailsScreen(place.document, state, on) }
        is Place.NewCase -> Shown({ presenters.newCase(place) }) { state, on -> NewCaseScreen(state, on) }
        Place.Conflicts -> Shown(presenters::conflicts) { state, on -> ConflictsScreen(state, on) }
        Place.Sync -> Shown(presenters::sync) { state, on -> SyncScreen(state, on) }
        Place.Log -> Shown(presenters::log) { state, on -> LogScreen(state, on) }
        Place.Settings -> Shown(presenters::settings) { state, on -> SettingsScreen(state, on) }
    }
}

/** A presenter lives for as long as its place is shown. */
@Composable
private fun <S, E> Shown(make: () -> Presenter<S, E>, draw: @Composable (S, (E) -> Unit) -> Unit) {
    val presenter = remember { make() }
    DisposableEffect(presenter) { onDispose(presenter::close) }
    val state by presenter.state.collectAsState()
    draw(state, presenter::on)
}
