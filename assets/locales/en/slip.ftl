# The slip that a kiosk prints.

slip-caption = Your number
slip-priority = Priority: { $class }
slip-ahead = { $n ->
    [0] Nobody before you
    [one] { $n } person before you
   *[other] { $n } people before you
}
slip-wait = Wait about { $min }–{ $max } minutes
slip-wait-about = { $n ->
    [one] Wait about { $n } minute
   *[other] Wait about { $n } minutes
}
slip-wait-now = Please go straight in
slip-wait-unknown = Expected wait: not enough figures yet
slip-counters = Counter { $list }
slip-scan = Scan to follow your turn
slip-footer = Thank you
slip-emergency-caption = Your emergency number
slip-emergency-order = Called by the time it was taken, once the server is back
slip-test = TEST SLIP – NOT VALID
