# The official's screen at the counter.

counter-window = Gọi Số – Counter { $counter }
counter-title = Counter { $counter }
counter-stage-called = Calling
counter-stage-serving = Serving
counter-nobody = No number called
counter-n-can-call = { $n ->
    [one] { $n } person waiting
   *[other] { $n } people waiting
}
counter-nobody-waiting = Nobody is waiting
counter-priority = Priority: { $class }
counter-waited = Waited { $minutes } min
counter-serving-for = Serving { $time }
counter-called-for = Called { $time } ago
counter-calls = Call { $n } of { $max }
counter-call-next = Call next number
counter-recall = Call again
counter-arrive = Arrived
counter-absent = Absent
counter-finish = Finish
counter-pause = Pause
counter-close = Close
counter-open = Open counter
counter-resume = Resume service
counter-is-closed = The counter is closed
counter-open-hint = Open the counter to begin calling
counter-is-paused = The counter is paused
counter-paused-since = { $reason } · since { $time }
counter-waiting = Waiting ({ $n })
counter-longest = Longest wait { $n } min
counter-more-waiting = and { $n } more
counter-today = Today
counter-today-served = { $n } served
counter-mean-service = Mean service
counter-absent-today = Absent
counter-link-up = Connected to the server
counter-back = Back

counter-usual = usually { $n } min
counter-hall = Whole hall ({ $n })
counter-hall-line = { $n } waiting · { $counters } open
counter-app-name = Gọi Số
counter-more = More
counter-outcomes = Result
counter-pause-why = Reason for the pause
counter-sign-out = Sign out
counter-next-short = Next
counter-open-short = Open
counter-window-heading = Window
window-dock-left = Dock left
window-dock-right = Dock right
window-wide = Wide
window-mini = Mini bar
window-on-top = Always on top of other windows
window-larger = Larger

# Signing in and choosing a seat.
sign-in-title = Sign in
sign-in-hint = Type the official's short name and PIN
sign-in-name = Name
sign-in-pin = PIN
sign-in-go = Sign in
role-official = official
role-assistant = assistant
role-supervisor = supervisor
seat-title = Choose a counter
seat-assistant = Take numbers for people
seat-supervisor = Look after the hall
seat-services = Services today
seat-served = { $service }
seat-not-served = Not served: { $service }
seat-take = Sit at this counter
seat-another = Choose another counter

# An assistant takes numbers for people in the hall.
assistant-hint = Choose a service to take a number
assistant-class = Person
assistant-no-class = No priority
assistant-print-at = Print the slip at
assistant-no-slip = No slip
assistant-ahead = { $n } ahead
assistant-printing = the slip is being printed
assistant-not-printing = no slip
assistant-waiting = { $n } waiting
service-open = Open
service-paused = Paused for a while
service-full = No more numbers today
service-closed = Gives no numbers now
printer-ready = ready
printer-paper-low = paper low
printer-no-paper = no paper
printer-absent = no printer
printer-fault = fault

# The supervisor.
supervisor-counters = Counters ({ $open }/{ $all })
supervisor-services = Queues ({ $n })
supervisor-messages = Messages ({ $n })
supervisor-n-waiting = { $n } waiting
supervisor-longest = Waiting longest
supervisor-longest-short = longest { $n } min
supervisor-lost = Terminal lost
supervisor-pause = Pause this counter
supervisor-close = Close this counter
supervisor-message = Message
supervisor-post = Tell the hall
supervisor-post-emergency = Emergency
supervisor-remove = Remove
