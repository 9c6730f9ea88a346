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
kiosk-closed-now = No numbers now
kiosk-opens-today = Opens at { $time }
kiosk-opens-day = Opens { $time } { $date }
kiosk-full = No numbers left
kiosk-full-today = Today
kiosk-priority = Priority
kiosk-priority-chip = Priority: { $class }
kiosk-priority-drop = Without priority
kiosk-priority-title = Which group are you in?
kiosk-priority-hint = The official will look at your papers at the counter
kiosk-back = Back
kiosk-large-letters = Large letters
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
kiosk-wait-about = About { $n } minutes
kiosk-wait-between = About { $min }–{ $max } minutes
kiosk-take-slip = Please take your slip below
kiosk-remember = Please remember your number or take a photo
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
