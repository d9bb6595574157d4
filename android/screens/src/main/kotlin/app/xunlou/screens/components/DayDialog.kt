package app.xunlou.screens.components

import androidx.compose.foundation.layout.padding
import androidx.compose.material3.DatePicker
import androidx.compose.material3.DatePickerDialog
import androidx.compose.material3.DatePickerState
import androidx.compose.material3.ExperimentalMaterial3Api
import androidx.compose.material3.SelectableDates
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import app.xunlou.screens.theme.Xunlou
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneOffset
import kotlin.math.min

/** Chooses a day, not before [first]; begins at [day]. Material counts days in UTC; no zone is meant. */
@OptIn(ExperimentalMaterial3Api::class)
@Composable
internal fun DayDialog(
    title: String,
    day: LocalDate?,
    tag: String,
    first: LocalDate? = null,
    onClose: () -> Unit,
    onChoose: (LocalDate) -> Unit,
) {
    val words = Xunlou.words
    val picker = remember {
        val days = object : SelectableDates {
            override fun isSelectableDate(utcTimeMillis: Long): Boolean = first == null || utcTimeMillis >= first.millis
            override fun isSelectableYear(year: Int): Boolean = first == null || year >= first.year
        }
        DatePickerState(words.locale, initialSelectedDateMillis = day?.millis, selectableDates = days)
    }
    val chosen = picker.selectedDateMillis?.let { Instant.ofEpochMilli(it).atOffset(ZoneOffset.UTC).toLocalDate() }
    DatePickerDialog(
        onDismissRequest = onClose,
        confirmButton = {
            TextAction(words("action-save"), "$tag-save", {
                chosen?.let(onChoose)
                onClose()
            }, enabled = chosen != null)
        },
        dismissButton = { TextAction(words("action-cancel"), "$tag-cancel", onClose) },
    ) {
        Digits { DatePicker(picker, title = { Text(title, Modifier.padding(start = 24.dp, top = 16.dp)) }, showModeToggle = false) }
    }
}

private val LocalDate.millis: Long get() = atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()

/** Calendars and dials have only so much room: their digits grow less than other texts do, or they would be cut off. */
@Composable
internal fun Digits(content: @Composable () -> Unit) {
    val density = LocalDensity.current
    CompositionLocalProvider(LocalDensity provides Density(density.density, min(density.fontScale, 1.3f)), content)
}
