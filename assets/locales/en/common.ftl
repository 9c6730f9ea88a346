# Shared by every screen.

language-name = English

# Dates and times. 1 = Monday … 7 = Sunday; day, month, hour and minute have two digits.
date-weekday = { $n ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
date-short = { $weekday }, { $day }/{ $month }
time-short = { $hour }:{ $minute }
date-full = { $weekday }, { $day }/{ $month }/{ $year }
date-time = { $weekday } { $day }/{ $month }/{ $year } { $hour }:{ $minute }

# Waiting times.
wait-now = No wait
wait-about = ~ { $n } min
wait-between = { $min }–{ $max } min
wait-unknown = Not enough figures yet
minutes-short = { $n } min

# The link to the hub.
link-down = Connection to the server lost, trying again…
link-connecting = Connecting to the server…
link-not-accepted = The server does not accept this device. Please tell the administrator.

# Alerts for officials; device is the device's name.
alert-led-down = The LED over this counter does not answer
alert-led-down-at = The LED display of counter { $counter } does not answer
alert-printer-no-paper = Printer { $device } is out of paper
alert-printer-paper-low = Printer { $device } is nearly out of paper
alert-printer-fault = Printer { $device } does not print
alert-keypad-gone = Keypad { $device } is not connected: please use the screen
alert-scanner-gone = Scanner { $device } is not connected: please check its cable
alert-journal-unavailable = The server cannot record anything: no numbers are given or called for now
alert-number-turned-away = Emergency number { $device } cannot be called: find its holder and give a new number
alert-unknown = Device { $device } needs a look

# Results of a service.
outcome-done = Done
outcome-received = Dossier received
outcome-refused = Dossier not accepted
outcome-guided = Guidance given

# Reasons for a pause.
pause-break = Short break
pause-lunch = Lunch
pause-meeting = Meeting
pause-technical = Technical fault

# Why it is this number's turn.
reason-oldest = Longest waiting
reason-in-order = In order
reason-priority = Priority
reason-max-wait = Waited too long
reason-out-of-turn = Out of turn
reason-returned = Back with papers
reason-restored = Was absent, is back
reason-transferred = Sent on
reason-appointment = Appointment
reason-carried-over = From the day before
reason-service-order = This service comes first
reason-service-share = This service’s share
reason-helping = Helping out
reason-walk-in = Came to the counter
reason-unknown = By the rules

# The state of a counter.
counter-state-closed = Closed
counter-state-open = Open
counter-state-paused = Paused
