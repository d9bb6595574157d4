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

register-start = Begun
register-end = Finished
register-rain = Rain
register-skew = Clock off by
register-excuse = Excuse
register-day = Day
register-form = Form
register-about = About
register-note = note
register-photo = photo
