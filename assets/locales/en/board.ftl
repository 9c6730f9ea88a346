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
board-free = Please wait
board-paused = On a break
board-closed = Closed
board-next = Next
board-emergency = EMERGENCY – KHẨN CẤP
