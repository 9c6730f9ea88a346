# The kiosk's screens.
