"""Files people hand in: looked at before they are kept, given out as downloads only.

`inspect(file)` reads what a file claims to be and refuses what could harm whoever opens it. Nothing is
unpacked to disk, nothing is decoded; memory and time are bounded whatever is sent.
"""

from core.uploads.inspecting import LARGEST, Inspected, Refused, inspect
from core.uploads.names import clean_name

__all__ = ["LARGEST", "Inspected", "Refused", "clean_name", "inspect"]
