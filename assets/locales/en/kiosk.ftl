# The kiosk's screens.

kiosk-window = Gọi Số – Ticket kiosk
kiosk-nameless = Take a number
kiosk-title = What can we do for you?
kiosk-hint = Touch a box to take a number
kiosk-hint-screen = Touch a box; your number will appear on this screen
kiosk-hint-field = Choose a field or an agency
kiosk-hint-service = Choose a service to take a number
kiosk-waiting = { $n ->
    [one] { $n } person waiting
   *[other] { $n } people waiting
}
kiosk-waiting-none = Nobody is waiting
kiosk-no-wait = Nobody is waiting
kiosk-n-services = { $n ->
    [one] { $n } service
   *[other] { $n } services
}
kiosk-closed = Closed
kiosk-paused = Paused for a while
kiosk-paused-ask = Please ask our staff
kiosk-closed-now = No numbers now
kiosk-opens = Opens { $moment }
kiosk-moment = { $time } { $date }
kiosk-until = Numbers until { $time }
kiosk-until-short = until { $time }
kiosk-left = { $n } left
kiosk-page = Page { $page } of { $pages }
kiosk-page-before = Page before
kiosk-page-after = Next page
kiosk-full = No numbers left
kiosk-full-today = Today
kiosk-priority = Priority
kiosk-priority-chip = Priority: { $class }
kiosk-priority-drop = Without priority
kiosk-priority-title = Which group are you in?
kiosk-priority-hint = The official will look at your papers at the counter
kiosk-back = Back
kiosk-large-letters = Large text
kiosk-contrast = Contrast
kiosk-low-reach = Low screen
kiosk-listen = Listen to guidance
kiosk-listen-short = Voice on
kiosk-listen-again = Say again
kiosk-listen-softer = Softer
kiosk-listen-louder = Louder
kiosk-listen-volume = Volume { $percent } %
kiosk-listen-stop = Voice off
kiosk-languages = Languages
kiosk-languages-title = Choose your language
kiosk-languages-hint = Touch your language
kiosk-welcome = Welcome
kiosk-begin = Touch to begin
kiosk-begin-hint = Your slip comes out below
kiosk-begin-hint-screen = Your number will appear on this screen
kiosk-leaving = { $n ->
    [one] Are you still there? The screen starts again in { $n } second.
   *[other] Are you still there? The screen starts again in { $n } seconds.
}
kiosk-stay = I am still here

# Looking for a service.
kiosk-search = Search
kiosk-search-hint = Type what you need, e.g. birth
kiosk-search-start = Type a name or its initials
kiosk-search-often = Chosen often today
kiosk-search-found = { $n ->
    [one] { $n } service found
   *[other] { $n } services found
}
kiosk-search-none = No service found. Try another word, or ask our staff.
kiosk-search-clear = Clear
kiosk-keys = ăâđêôơư
kiosk-key-erase = Erase
kiosk-key-space = Space

# Scanning.
kiosk-scan = Scan a code
kiosk-scan-title = Show your code to the reader
kiosk-scan-hint = It reads one of these
kiosk-scan-card = Identity card
kiosk-scan-card-hint = The QR code on its front. No name, number or address is kept.
kiosk-scan-letter = Appointment slip or code
kiosk-scan-letter-hint = The dossier code on the slip, or an appointment’s code: the right counter, at the right time.
kiosk-scan-slip = Your number’s slip
kiosk-scan-slip-hint = The QR code on the slip: how many are before you, print it again, or give it up.
kiosk-scan-unreadable = The card could not be read
kiosk-scan-unreadable-hint = Please show it again, with the QR code to the reader.
kiosk-scan-dossier = We do not know this dossier’s service
kiosk-scan-dossier-hint = Please choose a service on the screen or ask our staff.
kiosk-scan-old = This slip is not from today
kiosk-scan-old-hint = Please take a new number.
kiosk-scan-appointment = This appointment was not found
kiosk-scan-appointment-hint = It was taken back, has passed, or is elsewhere. Please ask the staff.
kiosk-appointment = Appointment at { $moment }
kiosk-appointment-hint = Touch the card to take your number
kiosk-appointment-from = Number from
kiosk-appointment-early = It is early: the number can be had from { $moment }
kiosk-appointment-late = Your time has passed: you still get a number, in the usual order
kiosk-scan-nothing = This code is of no use here
kiosk-scan-nothing-hint = Please scan an identity card, an appointment slip or a slip of today.
kiosk-card-read = Card read: one number for each person and field
kiosk-led-title = Your dossier
kiosk-led-hint = Touch the box below to take a number
kiosk-suggested-title = Do you want priority?
kiosk-suggested-hint = By the birth year on your card; you decide
kiosk-suggested-without = A normal number, without priority

# One's own slip.
kiosk-own-called = You are being called to the counter
kiosk-own-serving = Being served
kiosk-own-absent = You were called and did not come; please tell our staff
kiosk-own-held = Your place is kept: tell the counter when you are back
kiosk-own-put-off = Please come back on the next working day
kiosk-own-done = Done
kiosk-own-cancelled = This number was given up
kiosk-own-ask = Please ask our staff
kiosk-give-up = Give this number up
kiosk-give-up-title = Give up { $number }?
kiosk-give-up-hint = You would have to take a new number and wait again.
kiosk-give-up-no = Keep it
kiosk-give-up-yes = Give it up
kiosk-cancelling = Giving the number up…
kiosk-cancelled = The number has been given up
kiosk-cancelled-hint = Thank you.
kiosk-reprint = Print again
kiosk-reprinting = Sending to the printer…
kiosk-reprint-refused = The slip cannot be printed again
kiosk-reprinted = Your slip is being printed again
kiosk-no-paper = The printer is out of paper. Your number will appear on the screen: please remember it or take a photo.
kiosk-printer-fault = The printer has a fault. Your number will appear on the screen: please remember it or take a photo.
kiosk-issuing = Getting your number…
kiosk-issuing-hint = One moment, please
kiosk-issuing-offline = We ask again as soon as the connection is back
kiosk-your-number = Your number
kiosk-counters = { $n ->
    [one] Counter { $counters }
   *[other] Counters { $counters }
}
kiosk-ahead = { $n ->
    [one] { $n } person before you
   *[other] { $n } people before you
}
kiosk-ahead-none = You are next
kiosk-wait-now = No wait
kiosk-wait-unknown = Expected wait: not enough figures yet
kiosk-wait-about = About { $n } minutes
kiosk-wait-between = About { $min }–{ $max } minutes
kiosk-take-slip = Please take your slip below
kiosk-remember = Please remember your number or take a photo
kiosk-slip-failed = The slip did not come out. Your number is valid: please remember it or take a photo.
kiosk-number-kept = I have my number
kiosk-longer = Show longer
kiosk-scan-to-follow = Scan to follow your turn on your phone
kiosk-closes-in = { $n ->
    [one] This screen closes in { $n } second
   *[other] This screen closes in { $n } seconds
}
kiosk-done = Done
kiosk-refused = No number could be given
kiosk-no-answer = The server has not answered. Please ask our staff.
kiosk-not-issuing = No numbers can be given right now
kiosk-not-issuing-hint = Please ask our staff.
kiosk-hotline = For help call { $hotline }

# When there are no numbers.
kiosk-away = The server cannot be reached
kiosk-away-hint = Please wait a few minutes or ask our staff. Numbers already taken stay valid.
kiosk-after-hours = We are closed at the moment
kiosk-after-hours-hint = No numbers are given right now.
kiosk-holiday = The centre is closed today
kiosk-holiday-hint = No numbers are given today.
kiosk-all-full = No numbers left today
kiosk-all-full-hint = Please come back or ask our staff.
kiosk-opens-again = Numbers again at { $moment }
kiosk-see-services = See the services
kiosk-go-on = Go on and take a number
kiosk-no-paper-title = The printer is out of paper
kiosk-printer-fault-title = The printer is not working
kiosk-on-screen = You can still take a number: it will appear on this screen with its QR code.
kiosk-on-screen-photo = Please take a photo of the screen or remember the number.
kiosk-stand-in-title = Slips come out at: { $place }
kiosk-stand-in-hint = This kiosk’s printer is not working. Take your number, then collect the slip there.
kiosk-take-slip-at = Please collect your slip at: { $place }

# Emergency numbers: given by the kiosk itself while the server does not answer.
kiosk-away-closed = No service gives numbers at this time.
kiosk-emergency-title = The server does not answer
kiosk-emergency-hint = You can still take an emergency number right here.
kiosk-emergency-order = Once the server is back, you are called by the time you took the number.
kiosk-emergency-begin = Take an emergency number
kiosk-emergency-choose = What do you need a number for?
kiosk-emergency-banner = The server does not answer. This kiosk gives emergency numbers.
kiosk-emergency-waiting = Please wait, or take an emergency number. If a slip has come out, use that one.
kiosk-emergency-leave = Stop waiting
kiosk-emergency-number = Your emergency number
kiosk-emergency-time = Taken at { $time }
kiosk-emergency-keep = Please take a photo or remember this number
kiosk-emergency-follow = Scan to follow your turn, once the server is back
kiosk-emergency-none-lent = This kiosk has no emergency numbers to give.
kiosk-emergency-used-up = This kiosk has given all of its emergency numbers.
kiosk-emergency-day-over = Today’s emergency numbers can no longer be used.
kiosk-emergency-clock = This kiosk’s clock is wrong, so it gives no numbers. Please ask our staff.
kiosk-emergency-disk = This kiosk cannot keep numbers, so it gives none. Please ask our staff.

# The staff corner.
kiosk-staff-pin = Staff PIN
kiosk-staff-wrong = Wrong PIN
kiosk-staff-shut = Too many wrong PINs. Try again after { $time }
kiosk-staff-checking = Checking…
kiosk-staff-hub-needed = The PIN cannot be checked: the server does not answer
kiosk-staff-enter = Enter
kiosk-staff-close = Close
kiosk-staff-title = This kiosk
kiosk-staff-hub = Server
kiosk-staff-up = Connected
kiosk-staff-printer = Printer
kiosk-staff-printer-ready = Ready
kiosk-staff-printer-low = Paper is low
kiosk-staff-printer-empty = Out of paper
kiosk-staff-printer-fault = Does not print
kiosk-staff-printer-absent = This kiosk has no printer
kiosk-staff-scanner = Code reader
kiosk-staff-scanner-gone = Not connected
kiosk-staff-there = There
kiosk-staff-absent = None
kiosk-staff-last = Last number
kiosk-staff-emergency = Emergency numbers
kiosk-staff-emergency-left = { $n } left
kiosk-staff-emergency-untold = { $n } not told to the server yet
kiosk-staff-emergency-none = None lent yet
kiosk-staff-emergency-used-up = All given
kiosk-staff-emergency-day-over = Their day is over
kiosk-staff-emergency-clock = The kiosk’s clock is wrong
kiosk-staff-emergency-disk = The disk cannot be written to
kiosk-staff-turned-away = Numbers nobody will call
kiosk-staff-sound = Guidance speaker
kiosk-staff-sound-off = Not used
kiosk-staff-sound-absent = No speaker
kiosk-staff-reprint = Print again
kiosk-staff-reprint-title = Which slip is to be printed again?
kiosk-staff-reprint-hint = Or type a number, e.g. A005
kiosk-staff-print = Print
kiosk-staff-printing = Slip { $number } is being printed again
kiosk-staff-none-given = This kiosk has given no number since it was started
kiosk-staff-languages = Languages
kiosk-staff-screen = Screen, version
kiosk-staff-test = Test the screen
kiosk-staff-test-step = Screen test { $n } of { $all }: touch to go on
kiosk-staff-restart = Restart
kiosk-staff-restart-title = Restart this kiosk?
kiosk-staff-restart-hint = The screen goes dark for a few seconds and comes back by itself.
