package app.xunlou.app.host

import app.xunlou.app.workspace.WorkspaceHolder
import app.xunlou.presenters.Core
import app.xunlou.presenters.setup.Enrolment

/** Enrols this phone for the set-up. */
class Enrolling(override val core: Core?, private val holder: WorkspaceHolder, private val onReady: () -> Unit) : Enrolment {
    override suspend fun enrol(link: String, label: String): Core = holder.enrol(link, label).core

    override fun ready() = onReady()
}
