check-ok = OK
check-problem = Problem
check-na = Not applicable

role-butler = Area butler
role-assistant = Property assistant
role-deputy-manager = Deputy manager
role-manager = Customer service manager

slot-upcoming = Upcoming
slot-due = Due
slot-late = Late
slot-in-progress = Under way
slot-in-progress-late = Under way (late)
slot-done = Done
slot-done-late = Done late
slot-done-overran = Done, overran
slot-done-cut-short = Done, cut short
slot-missed = Missed
slot-excused = Excused

case-open = Open
case-dispatched = Dispatched
case-planned = Planned
case-handled = Handled
case-awaiting-callback = Awaiting callback
case-closed = Closed
case-overdue = Overdue

case-kind-finding = Finding
case-kind-repair = Repair
case-kind-complaint = Complaint
case-kind-errand = Errand
case-kind-paid-service = Paid service
case-kind-feedback = Feedback
case-kind-handover-defect = Handover defect

step-dispatched = Dispatch
step-planned = Plan
step-checked = Check: still there
step-handled = Handling
step-replied = Reply
step-called-back = Callback
step-closed = Close

severity-minor = Minor
severity-normal = Normal
severity-urgent = Urgent

source-visit = Home visit
source-phone = Telephone
source-office = At the office
source-observed = Seen on site
source-import = Earlier records

log-title = Work log of { $person }, { $day }
log-duties = 1. Patrols and decoration inspections
log-records = 2. Home visits and other records
log-cases = 3. Findings and follow-up
log-entries = 4. Other matters
log-none = None
log-problems = { $count ->
    [one] 1 problem
   *[other] { $count } problems
}
log-finished = finished
log-unfinished = not finished

expiry-valid = valid
expiry-expiring = { $days ->
    [0] expires today
    [one] expires tomorrow
   *[other] expires in { $days } days
}
expiry-expired = { $days ->
    [one] expired yesterday
   *[other] expired { $days } days ago
}

register-note = note
register-photo = photo
register-record-start = Begun
register-record-end = Finished
register-record-rain = Rain
register-record-skew = Clock off by
register-record-excuse = Excuse
register-record-day = Day
register-record-form = Form
register-record-about = About
register-record-duty = Duty
register-record-slot = Slot
register-household-unit = Unit
register-household-floor = Floor
register-case-kind = Kind
register-case-title = Title
register-case-detail = Details
register-case-dept = Department
register-case-sev = Severity
register-case-about = About
register-case-found = Found at
register-case-at = Reported
register-case-agreed = Reply promised by
register-case-f = Step
register-case-p = Photo
register-decoration-about = Unit
register-decoration-title = Contractor
register-decoration-from = First day
register-decoration-until = Last day
register-decoration-permit = Decoration permit
register-decoration-permit-until = Decoration permit valid until
register-decoration-w = Worker's pass
register-worklog-day = Day
register-worklog-e = Entry
register-directory-name = Estate's name
register-directory-b = Building
register-directory-z = Area
register-directory-s = Staff
register-rulepack-toml = Rules

said-rain = It rained
said-dry = It did not rain
said-pass = { $holder }, valid until { $day }
