"""Index definitions to scores, explanations, tables and SQL. Pure: no Django, no database of its own.

>>> import bahtera.indices as indices
>>> score = indices.load("ikk").score_one({"makan_beragam": "ya"})
>>> score.scored, score.reason
(False, 'too_many_unanswered')
"""

from bahtera.indices.api import *  # noqa: F403 - the front door's own list
from bahtera.indices.api import __all__ as __all__
