# The hub's own pages and words.

follow-your-number = Your number
follow-ahead = people before you
follow-minutes = minutes to go (estimate)
follow-being-called = Being called
follow-counter = Counter
follow-called = Please go to counter { $counter }
follow-serving = Being served at counter { $counter }
follow-absent = You were called but did not come. Please speak to the staff.
follow-done = Done. Thank you!
follow-cancelled = This number has ended
board-touch-for-sound = Touch to turn the sound on
follow-unknown = This number was not found today. Numbers are valid for one day.
