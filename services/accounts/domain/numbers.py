"""The form of the numbers that others give: of entries, importers, cases, certifications."""

import re
from typing import Final

NUMBER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./-]{0,39}")
"""1 to 40 letters, digits, blanks, dots, slashes or dashes, beginning with a letter or digit."""
