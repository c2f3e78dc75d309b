"""Villages chosen on purpose speak for themselves only."""

from __future__ import annotations

from collections.abc import Sequence

from bahtera.statistics.estimates.errors import WiderThanLoci

LOCUS_AVERAGE = "rata-rata desa lokus"


def check_reach(loci: str | None, by: Sequence[str], label: str | None) -> str | None:
    """Return what figures must be called: None when they speak for their domains.

    Families of places that somebody picked say nothing of the places nobody picked, so a figure over several of them is
    no estimate of the area around (Särndal, Swensson and Wretman 1992, section 14.4).

    Args:
        loci: the column of the places, or None for a design that drew them.
        by: the columns of the domains.
        label: what the caller will call the figures.

    Raises:
        WiderThanLoci: the figures are not by place, and not labelled as an average of the places.
    """
    if loci is None or loci in by:
        return None
    if label != LOCUS_AVERAGE:
        raise WiderThanLoci(loci, LOCUS_AVERAGE)
    return LOCUS_AVERAGE
