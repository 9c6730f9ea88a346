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
