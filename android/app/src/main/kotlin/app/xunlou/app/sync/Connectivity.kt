package app.xunlou.app.sync

import android.content.Context
import android.net.ConnectivityManager
import android.net.Network
import android.net.NetworkCapabilities
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.distinctUntilChanged

/** What network there is. */
enum class Reach { NONE, METERED, UNMETERED }

/** Hears of the network for as long as somebody collects it. */
class Connectivity(context: Context) {
    private val manager = context.getSystemService(ConnectivityManager::class.java)

    val reach: Flow<Reach> = callbackFlow {
        val callback = object : ConnectivityManager.NetworkCallback() {
            override fun onCapabilitiesChanged(network: Network, capabilities: NetworkCapabilities) {
                trySend(reach(capabilities))
            }

            override fun onLost(network: Network) {
                trySend(Reach.NONE)
            }
        }
        trySend(reach(manager.getNetworkCapabilities(manager.activeNetwork)))
        manager.registerDefaultNetworkCallback(callback)
        awaitClose { manager.unregisterNetworkCallback(callback) }
    }.conflate().distinctUntilChanged()

    private fun reach(capabilities: NetworkCapabilities?): Reach = when {
        // Behind a hotel's sign-in page there is no internet yet.
        capabilities == null || !capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED) -> Reach.NONE
        capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED) -> Reach.UNMETERED
        else -> Reach.METERED
    }
}
