# The hub's own pages and words.

follow-your-number = Your number
follow-ahead = people before you
follow-minutes = minutes to go (estimate)
follow-being-called = Being called
follow-counter = Counter
follow-called = Please go to counter { $counter }
follow-serving = Being served at counter { $counter }
follow-absent = You were called but did not come. Please speak to the staff.
follow-held = Put aside until you have your papers. Please come back to counter { $counter } and show this slip: you will be called first.
follow-put-off = Service has ended for today. This number is kept and called first on the next working day.
follow-done = Done. Thank you!
follow-cancelled = This number has ended
board-touch-for-sound = Touch to turn the sound on
follow-unknown = This number was not found today. Numbers are valid for one day.
