# The hall board.

board-window = Gọi Số – Hall board
board-invite = NOW CALLING NUMBER
board-to-counter = to counter
board-last-call = Last call
board-number = NUMBER
board-counter = COUNTER
board-notice = Notice
board-welcome = Welcome
board-please-wait = Please wait: the number called appears here
board-reconnecting = Reconnecting
board-calling = Now calling
board-serving = Serving
board-free = Please wait
board-paused = On a break
board-closed = Closed
board-next = Next
board-n-waiting = { $n } waiting
board-emergency = EMERGENCY – KHẨN CẤP
board-silent = This board has no sound
