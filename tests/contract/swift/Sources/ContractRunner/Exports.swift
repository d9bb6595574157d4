import XunlouCore

/// What the library exports, by the names that scenarios use.
extension Call {
  /// Makes the call. Fails as it fails.
  func export() throws -> Any {
    switch name {
    // Workspace
    case "Workspace.enrol":
      return try Workspace.enrol(
        config: device.config, key: key, link: with.link, deviceLabel: with.deviceLabel)
    case "Workspace.open": return try Workspace.open(config: device.config, key: key)
    case "opening": return try on.opening()
    case "suspend": return try on.suspend()
    case "resume": return try on.resume()
    case "shut_down": return try on.shutDown()
    case "workspace_exists": return try workspaceExists(database: device.database)
    case "export_unsent": return try exportUnsent(database: device.database, key: key)
    case "read_enrolment_link": return try readEnrolmentLink(text: with.text)
    case "enrol_again": return try on.enrolAgain(link: with.link)

    // Sync and listeners
    case "sync": return try on.sync(listener: syncListener, cancel: cancelToken)
    case "sync_status": return try on.syncStatus()
    case "refused": return try on.refused()
    case "subscribe": return try on.subscribe(listener: changeListener)
    case "Subscription.cancel": return try newestSubscription.cancel()

    // The estate and its rules
    case "me": return try on.me()
    case "now": return try on.now()
    case "today_date": return try on.todayDate()
    case "grants": return try on.grants()
    case "directory": return try on.directory()
    case "set_directory": return try on.setDirectory(directory: with.directory)
    case "area_name": return try on.areaName(area: with.area)
    case "person_name": return try on.personName(person: with.person) as Any
    case "rules": return try on.rules()
    case "publish_rules": return try on.publishRules(pack: with.pack)

    // The day
    case "today": return try on.today()
    case "my_day": return try on.myDay(day: with.day)
    case "board": return try on.board(day: with.day)
    case "coverage": return try on.coverage(area: with.area, day: with.day)
    case "visit_next": return try on.visitNext(area: with.area, limit: with.limit)
    case "day_log": return try on.dayLog(day: with.day)
    case "day_log_text": return try on.dayLogText(day: with.day, language: with.language)
    case "draft": return try on.draft(place: with.place)
    case "keep_draft": return try on.keepDraft(place: with.place, fields: with.fields)
    case "add_log_entry": return try on.addLogEntry(text: with.text)
    case "remove_log_entry":
      return try on.removeLogEntry(document: with.document, entry: with.entry)

    // Records
    case "start_record": return try on.startRecord(new: with.new)
    case "record": return try on.record(record: with.record)
    case "answer":
      return try on.answer(record: with.record, item: with.item, value: with.value)
    case "answer_all": return try on.answerAll(record: with.record, answers: with.answers)
    case "clear_answers": return try on.clearAnswers(record: with.record, items: with.items)
    case "set_note":
      return try on.setNote(record: with.record, item: with.item, note: with.note)
    case "set_rain": return try on.setRain(record: with.record, rain: with.rain)
    case "finish": return try on.finish(record: with.record)
    case "excuse": return try on.excuse(new: with.new)

    // Photos
    case "attach_photo":
      return try on.attachPhoto(
        record: with.record, item: with.item, mediaType: with.mediaType, bytes: with.bytes)
    case "remove_photo":
      return try on.removePhoto(record: with.record, item: with.item, hash: with.hash)
    case "photo": return try on.photo(hash: with.hash) as Any
    case "fetch_photo": return try on.fetchPhoto(document: with.document, hash: with.hash)

    // Cases
    case "report_case": return try on.reportCase(new: with.new)
    case "add_fact": return try on.addFact(caseDocument: with.caseDocument, new: with.new)
    case "attach_case_photo":
      return try on.attachCasePhoto(
        caseDocument: with.caseDocument, mediaType: with.mediaType, bytes: with.bytes)
    case "open_cases": return try on.openCases()
    case "case_view": return try on.caseView(caseDocument: with.caseDocument)

    // Households
    case "create_household": return try on.createHousehold(household: with.household)
    case "import_households": return try on.importHouseholds(households: with.households)
    case "household": return try on.household(household: with.household)
    case "visits": return try on.visits(household: with.household)
    case "search": return try on.search(query: with.query, limit: with.limit)
    case "add_field":
      return try on.addField(
        household: with.household, field: with.field, value: with.value, source: with.source)
    case "edit_field":
      return try on.editField(
        household: with.household, field: with.field, value: with.value, source: with.source)

    // Decorations
    case "open_decoration": return try on.openDecoration(new: with.new)
    case "decoration": return try on.decoration(project: with.project)
    case "decorations": return try on.decorations()
    case "end_decoration": return try on.endDecoration(project: with.project, day: with.day)
    case "set_permit":
      return try on.setPermit(project: with.project, number: with.number, until: with.until)
    case "set_pass":
      return try on.setPass(project: with.project, id: with.id, worker: with.worker)

    // Conflicts and history
    case "conflicts": return try on.conflicts()
    case "resolve":
      return try on.resolve(
        document: with.document, key: with.key, resolution: with.resolution)
    case "history": return try on.history(document: with.document)

    // Words
    case "say": return try say(language: with.language, key: with.key, gaps: with.gaps)
    case "case_kind_label": return try caseKindLabel(kind: with.kind)
    case "case_state_label": return try caseStateLabel(state: with.state)
    case "case_step_label": return try caseStepLabel(step: with.step)
    case "expiry_label": return try expiryLabel(expiry: with.expiry)
    case "field_source_label": return try fieldSourceLabel(source: with.source)
    case "role_label": return try roleLabel(role: with.role)
    case "severity_label": return try severityLabel(severity: with.severity)
    case "slot_state_label": return try slotStateLabel(state: with.state)
    case "version": return version()

    default: throw Problem("`\(name)` is not exported")
    }
  }
}
