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

log-title = Work log of { $person }, { $day }
log-duties = 1. Patrols
log-records = 2. Decoration inspections and home visits
log-cases = 3. Findings and follow-up
log-entries = 4. Other matters
log-none = None
log-problems = { $count ->
    [one] 1 problem
   *[other] { $count } problems
}
log-finished = finished
log-unfinished = not finished
