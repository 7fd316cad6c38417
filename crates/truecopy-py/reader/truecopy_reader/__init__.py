"""The weights of the reader of truecopy, which looks for them here. No code is here."""

import os

# The package truecopy takes those of its own version only.
__version__ = "0.1.0"

FOLDER = os.path.dirname(os.path.abspath(__file__))
"""The folder with ``words.bin``, ``layers.bin`` and ``gaps.bin``."""
