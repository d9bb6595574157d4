# What the apps for Android and iOS say. Both read it through the bindings, so that both say the same.

app-name = Xunlou

# What went wrong, and what to do.
error-invalid-input = What was entered does not fit: please check it
error-not-found = This is not on this phone, or not for you to see
error-not-permitted = You may not do this
error-wrong-state = The record is finished and can no longer be changed
error-incomplete = { $count ->
    [one] { $count } item is still missing
   *[other] { $count } items are still missing
}
error-rules = The rules are not here yet: sync first
error-needs-update = This was written by a newer version: update the app
error-wrong-key = The key does not open what is on this phone; it was left as it is
error-no-encryption = This version cannot encrypt: install the app again
error-newer-database = What is on this phone was written by a newer version: update the app
error-corrupt = What is on this phone is damaged and was left as it is: ask the office
error-storage-full = The phone is full: the last entry was not saved, all before it was
error-storage = Not saved: please try again
error-suspended = The app has just come back: please try again
error-closed = The data is closed: open the app again
error-offline = No network; what is not sent is safe on this phone
error-certificate = The server's certificate is wrong; nothing was sent
error-not-our-server = The network wants a sign-in, or this is not our server
error-bad-answer = The server's answer was incomplete: try again later
error-clock-off = The phone's clock is off by { $minutes } minutes: set it to automatic
error-cancelled = Stopped; the next time goes on from here
error-code-unknown = The code is wrong: please compare it
error-code-expired = The code has expired: ask the office for a new one
error-code-used = The code was used already: ask the office for a new one
error-too-many-tries = Too many wrong tries: ask the office for a new code
error-token-unknown = The server does not know this phone: enrol again
error-token-expired = The enrolment has expired: enrol again; nothing on this phone is lost
error-revoked = This phone was revoked; what is not sent stays safe here
error-unsupported-protocol = App and server do not fit each other: update the app
error-busy = The server is busy: try again later
error-server = The server failed: try again later
error-internal = The app failed: try again, and ask the office if it stays so
error-key-lost = This phone's key is lost: what is here cannot be opened, and was left as it is. Ask the office
error-vault-closed = Unlock the phone first, then open the app

# At many places.
action-cancel = Cancel
action-close = Close
action-save = Save
action-back = Back
action-retry = Try again
action-undo = Undo
state-saving = Saving
state-loading = Loading
state-empty = Nothing here

tab-today = Today
tab-households = Residents
tab-cases = Cases
tab-log = Log
tab-sync = Sync

# 登记.
setup-title = Enrol this phone
setup-intro = Scan the QR code from the office, or type the code
setup-code = Code
setup-scan = Scan the QR code
setup-next = Next
setup-bad-code = This is no code of Xunlou: please compare it
setup-code-of-another = This code is for somebody else: ask the office for one of your own
setup-server = Server
setup-pinned = Known by its own certificate alone
setup-public = Its certificate is from a public authority
setup-not-encrypted = The connection is not encrypted: for trials only
setup-device = Name of the phone
setup-phone = Phone
setup-enrol = Enrol
setup-enrolling = Enrolling
setup-hello = Hello, { $name } ({ $role })
setup-estate = Estate
setup-first-sync = Get the rules and files
setup-resume = Go on
setup-start-over = Another code

# 今日.
today-title = Today
today-start = Start
today-continue = Go on
today-look = Look
today-excuse = Say why
today-excuse-reason = Reason
today-excuse-note = In your words
today-excused = Noted
today-problems = { $count ->
    [one] { $count } problem
   *[other] { $count } problems
}
today-permit = Permit
today-estate = Whole estate
today-sites = Decoration sites
today-cases = Cases
today-coverage = Visit coverage
today-visits = Visit next
today-last-visit = Last visit { $day }
today-no-visit = No visit in the last year
today-report = Report something
today-unsent = { $count } to send
today-all-sent = All is sent
today-refused = { $count } refused
today-conflicts = { $count ->
    [one] { $count } conflict to settle
   *[other] { $count } conflicts to settle
}
today-synced = Last synced { $time }
today-never-synced = Never synced
today-nothing = Nothing is due today

# 巡楼、装修督导、家访.
record-progress = { $answered } / { $asked }
record-remaining = { $count } left
record-finish = Finish
record-finished = Finished
record-all-normal = All normal
record-all-normal-done = { $count ->
    [one] { $count } item is normal
   *[other] { $count } items are normal
}
record-clear = Take back
record-note = Note
record-camera = Camera
record-gallery = Gallery
record-photo = Photo { $number }
record-remove-photo = Remove the photo
record-photo-needed = A problem needs a photo
record-answer-needed = Not answered
record-optional = Optional
record-rain = It rains
record-report = Make it a case
record-reported = Is a case
record-follow-up = Follows up the morning
record-conflict = Two phones say different things
record-excuse = Excuse
record-sign = Signature
record-date = Choose a day
record-number = { $min } to { $max }
record-too-long = At most { $count } characters
record-title-slot = { $slot } { $duty }
record-finished-at = Finished { $time }
record-more = Note, photos
record-write = Answer
record-settle = Choose
record-look = See the case
record-less = One less
record-plus = One more
record-photos-needed = A photo is needed here

# 客户档案.
households-title = Residents
households-search = Name, unit, phone or plate
households-none = Nobody found
household-visit = Visit
household-visits = Visits
household-visit-open = not finished
household-no-visits = No visits yet
household-edit = Change
household-add = Add: { $field }
household-unknown = Not known
household-source = Source
household-report = Report something
household-call = Call { $number }

# 待办.
cases-title = Cases
cases-all = All
cases-mine = Mine
cases-due = { $step } by { $time }
cases-overdue = { $step } overdue since { $time }
cases-none = No open cases
case-done = { $step } done { $time }
case-satisfied = { $points } of 5
case-reported = Reported
case-steps = Next
case-history = What happened
case-due = Deadlines
case-photos = Photos
case-record = Where it was found
case-note = Note
case-department = Department
case-no-department = None yet
case-satisfaction = Satisfaction
case-new = Report something
case-kind = Kind
case-title-field = Title
case-detail-field = Details
case-severity = Severity
case-agreed = Reply promised by
case-send = Report

# 冲突.
conflicts-title = Conflicts
conflicts-intro = Two phones said different things while apart. Choose the right one, or write another
conflicts-none = No conflicts
conflicts-mine = This phone
conflicts-theirs = Another
conflicts-take = Choose this
conflicts-write = Write another
conflicts-empty = (nothing)
conflicts-settled = Settled

# 同步.
sync-title = Sync
sync-start = Sync now
sync-connecting = Connecting
sync-pushing = Sending entries: { $count }
sync-comparing = Comparing: { $count }
sync-pulling = Receiving: { $count }
sync-photos = Sending photos: { $kilobytes } KB
sync-changes = { $count ->
    [one] { $count } entry to send
   *[other] { $count } entries to send
}
sync-waiting-photos = { $count ->
    [one] { $count } photo to send
   *[other] { $count } photos to send
}
sync-need-update = { $count ->
    [one] { $count } document needs a newer app
   *[other] { $count } documents need a newer app
}
sync-done = Synced: { $sent } sent, { $got } received
sync-photos-failed = { $count ->
    [one] { $count } photo is not sent yet
   *[other] { $count } photos are not sent yet
}
sync-wifi-only = Sync by itself on Wi-Fi only
sync-refused = Refused
sync-export = Export what was refused
sync-enrol-again = Enrol again
sync-kind-record = Record
sync-kind-household = Customer file
sync-kind-case = Case
sync-kind-decoration = Decoration
sync-kind-worklog = Work log
sync-kind-other = Other
sync-refused-not-permitted = You may not write this
sync-refused-revoked = The phone was revoked; the office keeps it aside
sync-refused-identity = The phone's data was copied or restored
sync-refused-other = The server cannot take it: export it for the office

# 日志.
diary-title = Work log
diary-duties = Patrols and supervision
diary-records = Visits and other records
diary-cases = Found and followed up
diary-entries = Other entries
diary-nothing = Nothing
diary-write = Write an entry
diary-add = Add
diary-remove = Remove
diary-share = Share
diary-earlier = The day before
diary-later = The day after

# 设置.
settings-title = Settings
settings-language = Language
settings-chinese = 中文
settings-english = English
settings-theme = Appearance
settings-theme-system = As the phone
settings-theme-light = Light
settings-theme-dark = Dark
settings-size = Text size
settings-size-system = As the phone
settings-size-large = Large
settings-size-largest = Largest
settings-account = Account
settings-version = Version { $version }
settings-diagnostics = Diagnostics
settings-diagnostics-note = Without names, units and entries
settings-enrol-again = Enrol this phone again
settings-enrolled = Enrolled again; nothing on the phone is lost
