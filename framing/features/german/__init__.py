"""German: who says what, by the order of its clauses and the mood of reported speech (room: features).

The verb of a main clause stands second, so that what stands before it tells where its subject is; reported speech
stands in the subjunctive, over as many sentences as it takes. No tagger and no parser: rules and word lists alone.
"""

from framing.features.german.attribution import find_in_german
from framing.features.german.speakers import GermanCast

__all__ = ["GermanCast", "find_in_german"]
