"""What holds for all tests: no example fails for the time it takes, and commands hear Ctrl-C."""

import signal

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # the tests run in the background of a shell, and what they start would be deaf as well
    signal.signal(signal.SIGINT, signal.default_int_handler)
