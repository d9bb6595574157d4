product = Xunlou
product-line = Estate patrols · Office

office-device = Office
somebody = Unknown

sign-in = Sign in
sign-in-title = Sign in to the office
sign-in-hint = For assistants and managers
sign-in-estate = Estate
sign-in-login = Login
sign-in-password = Password
sign-in-wrong = Login or password is wrong.
sign-in-too-many = Too many tries. Please wait a minute.
sign-in-stale = The page was out of date. Please sign in once more.
sign-out = Sign out

board-title = Today's board
board-day-title = Board of the day
board-before = Day before
board-after = Day after
board-to-today = Back to today
board-updated = Updated { $time }
board-past = Patrols and visits of that day. Open matters, decoration papers and syncing are on today's board.
language-other = 中文

live-on = Live
live-wait = Connecting
live-off = Offline
live-offline = The connection to the server is lost. This is what came last; trying again…
live-without = For live updates switch JavaScript on, or reload the page.

preparing-title = One moment
preparing-text = The estate is being loaded and will appear here by itself.
bad-day-title = Not a date
bad-day-text = Write a date like 2026-03-18.
not-found-title = Not found
not-found-text = There is nothing here, or it is not for you.
busy-title = Please try again
busy-text = The server is busy or stopping.

date-day = %-d %B
weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun
ago-now = just now
ago-minutes = { $count } min ago
ago-hours = { $count } h ago
ago-days = { $count ->
    [one] 1 day ago
   *[other] { $count } days ago
}
span-minutes = { $count } min
span-hours = { $count } h
span-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
moment-yesterday = yesterday { $time }

progress-title = Patrols
progress-of = of { $count } done
progress-none = No patrols on this day
part-good = Done in time
part-warn = Not in time
part-busy = Under way
part-due = Due
part-late = Late
part-idle = Upcoming
part-excused = Excused
part-bad = Missed

tile-done = Done
tile-late = Not in time
tile-missed = Missed
tile-excused = Excused
tile-cases = Open cases
tile-overdue = Overdue
tile-conflicts = Conflicts
tile-unsynced = Not synced today
tiles-title = Figures of the day

areas-title = Areas
area-households = { $count ->
    [one] 1 household
   *[other] { $count } households
}
area-nobody = Nobody answers for this area yet
office-title = Assistants
person-synced = Synced { $ago }
person-no-phone = No phone
person-no-duties = Nothing to do on this day
chip-since = since { $time }
chip-problems = { $count ->
    [one] 1 problem
   *[other] { $count } problems
}
chip-done-by = by { $name }
quota-met = reached
quota-remaining = { $count } to go
quota-target = target

conflicts-title = Conflicts
conflicts-none = No open conflicts
conflict-shows = in use
conflicts-hint = Two devices wrote different things while apart; somebody has to choose.
cases-title = Open cases
cases-none = No open cases
case-photo = Photo on site
severity-urgent = Urgent
severity-minor = Minor
due-by = by { $day }
due-over = overdue by { $span }
due-today = today
due-tomorrow = tomorrow
sites-title = Decoration sites
sites-none = No decoration under way
permit-none = No permit
permit-valid = Permit valid
permit-today = Permit expires today
permit-expiring = { $count ->
    [one] Permit expires tomorrow
   *[other] Permit expires in { $count } days
}
permit-expired = { $count ->
    [one] Permit expired yesterday
   *[other] Permit expired { $count } days ago
}
passes-expired = { $count ->
    [one] 1 pass expired
   *[other] { $count } passes expired
}
passes-expiring = { $count ->
    [one] 1 pass about to expire
   *[other] { $count } passes about to expire
}
phones-title = Phones
phones-none = No phone is enrolled yet
phones-stale = Not synced today
