"""``python -m truecopy`` is the command ``truecopy``."""

from truecopy._truecopy import main

main()
