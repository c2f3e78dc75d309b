"""How likely each good answer is, given how well a family does.

A family stands at a place ``u`` on one latent scale (0 the province's middle, 1 the standard deviation among
families); an item is answered well with probability ``logistic(level + slope * u)``. Levels are chosen so
that a village looks plausible; they are no estimates of anything.
"""

import math
from dataclasses import dataclass
from random import Random
from typing import Final


@dataclass(frozen=True)
class Trait:
    """Level and slope on the logit scale, and the share of "do not know" or "refused" where offered."""

    level: float
    slope: float = 0.8
    silent: float = 0.0


TRAITS: Final = {
    # D1 papers and structure
    "buku_nikah": Trait(2.4, 0.9, 0.01),
    "akta_lahir": Trait(2.7, 0.9, 0.01),
    "pasangan_serumah": Trait(3.2, 0.5),
    # D2 body
    "makan_beragam": Trait(2.0, 1.0),
    "asi_eksklusif": Trait(1.0, 0.4, 0.03),
    "layanan_ibu": Trait(2.4, 0.7),
    "tempat_tidur_terpisah": Trait(1.7, 0.9),
    "gizi": Trait(2.2, 0.7, 0.02),
    "sehat": Trait(1.9, 0.3),
    "ditangani": Trait(1.6, 0.8),
    # D3 livelihood
    "rumah_aman": Trait(2.1, 0.8),
    "rumah_layak": Trait(0.7, 1.0),
    "pendapatan": Trait(1.3, 1.1, 0.05),
    "pendapatan_cukup": Trait(1.4, 1.1),
    "biaya_sekolah": Trait(2.1, 1.0),
    "sekolah": Trait(2.9, 0.9),
    "tabungan": Trait(0.3, 1.1),
    "jaminan_kesehatan": Trait(1.6, 0.8, 0.01),
    # D4 mind and law
    "sikap_kekerasan_perempuan": Trait(2.3, 0.6, 0.02),
    "sikap_kekerasan_anak": Trait(1.6, 0.6, 0.02),
    "perkara_pidana": Trait(4.2, 0.5, 0.01),
    "kawin_anak": Trait(3.4, 0.6),
    "keputusan_bersama": Trait(2.0, 0.7),
    "waktu_bersama": Trait(1.9, 0.7),
    # D5 neighbours
    "lansia_dirawat": Trait(2.6, 0.7),
    "kegiatan_sosial": Trait(1.6, 0.8),
    "kegiatan_agama": Trait(2.3, 0.6, 0.01),
    "rukun_tetangga": Trait(2.8, 0.5),
    "akses_informasi": Trait(2.4, 0.8),
    "perempuan_organisasi": Trait(0.4, 0.9),
    # iBangga only
    "ibadah": Trait(2.8, 0.5, 0.01),
    "sumber_penghasilan": Trait(2.2, 0.9),
    "sakit_4hari": Trait(1.8, 0.4),
    "asuh_bersama": Trait(1.9, 0.7),
    "rekreasi": Trait(0.2, 1.0),
}

# Traits where the good answer is "no".
INVERTED: Final = frozenset({"perkara_pidana", "kawin_anak", "sakit_4hari"})


@dataclass
class Dice:
    """Draws answers of one family: its random numbers and its place on the scale."""

    rng: Random
    u: float

    def well(self, trait: str) -> bool:
        """Tell whether the answer is the good one."""
        chance = TRAITS[trait]
        return self.rng.random() < 1 / (1 + math.exp(-(chance.level + chance.slope * self.u)))

    def silent(self, trait: str) -> bool:
        """Tell whether the question stays without a usable answer."""
        return self.rng.random() < TRAITS[trait].silent

    def yes_no(self, trait: str) -> str:
        """Return ``ya`` or ``tidak``, turned round for traits where "no" is good."""
        return "ya" if self.well(trait) != (trait in INVERTED) else "tidak"

    def chance(self, share: float) -> bool:
        """Tell whether an event of this probability happens."""
        return self.rng.random() < share

    def one_of(self, **weights: float) -> str:
        """Return one name with probability in proportion to its weight."""
        return self.rng.choices(list(weights), weights=list(weights.values()))[0]
