"""What analysis refuses; a person can act on each.

::

    Refused
    └── AnalysisRefused
"""

from bahtera.foundation.errors import Refused


class AnalysisRefused(Refused):
    """The base of what this package refuses."""
