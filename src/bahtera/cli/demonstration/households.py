"""Who lives together: every pattern that decides which indicators apply to a family."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from bahtera.cli.demonstration.people import Person

Household = list[Person]
Pattern = Callable[[Random], Household]

_OLDEST_CHILD_AT_HOME: Final = 23
_ADULT: Final = 18


def draw(rng: Random) -> tuple[str, Household]:
    """Return a pattern's name and its members, the head first."""
    name = rng.choices(list(_WEIGHTS), weights=list(_WEIGHTS.values()))[0]
    return name, _PATTERNS[name](rng)


def couple(rng: Random, oldest: int = 58, youngest: int = 23) -> Household:
    """Return husband and wife."""
    his = rng.randint(youngest, oldest)
    hers = max(19, his - max(-4, round(rng.gauss(3, 3))))
    return [Person("kepala", "l", his, "kawin"), Person("pasangan", "p", hers, "kawin")]


def with_children(rng: Random) -> Household:
    """Return a couple with one to five children at home."""
    members = couple(rng, oldest=54, youngest=25)
    return members + children_of(rng, min(person.age for person in members))


def infant_only(rng: Random) -> Household:
    """Return a young couple with one child under two."""
    members = couple(rng, oldest=33, youngest=21)
    return [*members, Person("anak", rng.choice("lp"), rng.randint(0, 1))]


def single_mother(rng: Random) -> Household:
    """Return a mother with her children."""
    mother = Person("kepala", "p", rng.randint(26, 52), _alone(rng))
    return [mother, *children_of(rng, mother.age, most=3)]


def single_father(rng: Random) -> Household:
    """Return a father with his children."""
    father = Person("kepala", "l", rng.randint(30, 55), _alone(rng))
    return [father, *children_of(rng, father.age - 4, most=2)]


def alone(rng: Random) -> Household:
    """Return one person, mostly an old widow: a family card of one."""
    if rng.random() < 0.12:  # noqa: PLR2004 - a share
        return [Person("kepala", rng.choice("lp"), rng.randint(20, 45), "belum")]
    return [Person("kepala", rng.choices("lp", (0.3, 0.7))[0], rng.randint(50, 84), "cerai_mati")]


def elderly_couple(rng: Random) -> Household:
    """Return an old couple whose children have left."""
    return couple(rng, oldest=82, youngest=63)


def couple_only(rng: Random) -> Household:
    """Return a couple without children at home."""
    return couple(rng, oldest=62)


def grandparents(rng: Random) -> Household:
    """Return a grandmother, sometimes both grandparents, with a grandchild."""
    grandchild = Person("cucu", rng.choice("lp"), rng.randint(1, 16))
    if rng.random() < 0.5:  # noqa: PLR2004 - a share
        return [*couple(rng, oldest=72, youngest=56), grandchild]
    return [Person("kepala", "p", rng.randint(54, 76), "cerai_mati"), grandchild]


def extended(rng: Random) -> Household:
    """Return a couple with children and a parent of one of them."""
    members = with_children(rng)
    parent = Person("orang_tua", rng.choices("lp", (0.3, 0.7))[0], members[0].age + rng.randint(19, 28))
    parent.marital = "cerai_mati"
    return [*members, parent]


def apart(rng: Random) -> Household:
    """Return a couple of whom one works elsewhere in the country or abroad."""
    members = with_children(rng)
    away = members[rng.choices((0, 1), (0.7, 0.3))[0]]
    away.presence = rng.choices(("luar_rumah", "luar_negeri"), (0.8, 0.2))[0]
    return members


def second_wife(rng: Random) -> Household:
    """Return a further wife with her children: the husband is on another form."""
    wife = Person("kepala", "p", rng.randint(26, 45), "kawin")
    return [wife, *children_of(rng, wife.age, most=2)]


def siblings(rng: Random) -> Household:
    """Return grown and half-grown siblings without their parents."""
    head = Person("kepala", rng.choice("lp"), rng.randint(19, 27))
    return [head, Person("famili_lain", rng.choice("lp"), rng.randint(11, 17))]


def children_of(rng: Random, mother_age: int, most: int = 5) -> Household:
    """Return at least one child, none older than fits a mother of this age."""
    wanted = min(most, rng.choices((1, 2, 3, 4, 5), (36, 40, 16, 6, 2))[0])
    oldest = min(_OLDEST_CHILD_AT_HOME, mother_age - 19)
    ages: list[int] = []
    for _ in range(wanted):
        age = rng.randint(max(0, mother_age - 40), max(0, oldest))
        if all(abs(age - other) > 1 for other in ages):
            ages.append(age)
    return [Person("anak", rng.choice("lp"), age) for age in sorted(ages, reverse=True)]


def fit(rng: Random, households: Sequence[Household], men: int, women: int) -> None:
    """Add and drop children, then turn sons into daughters or back, until the people are exactly as many."""
    while (total := sum(map(len, households))) != men + women:
        roomy = [h for h in households if _has_couple(h) and len(h) < 6 and min(h[0].age, h[1].age) >= 24]  # noqa: PLR2004
        crowded = [h for h in households if sum(p.relation == "anak" for p in h) > 1]
        if total < men + women:
            home = rng.choice(roomy)
            home.append(
                Person("anak", rng.choice("lp"), rng.randint(0, min(15, home[0].age - 20, home[1].age - 20)))
            )
        else:
            home = rng.choice(crowded)
            home.remove(rng.choice([p for p in home if p.relation == "anak"]))
    flexible = [p for h in households for p in h if p.relation in {"anak", "cucu", "famili_lain"}]
    rng.shuffle(flexible)
    surplus = sum(p.sex == "l" for h in households for p in h) - men
    source, goal = ("l", "p") if surplus > 0 else ("p", "l")
    for person in [p for p in flexible if p.sex == source][: abs(surplus)]:
        person.sex = goal
    if sum(p.sex == "l" for h in households for p in h) != men:
        message = "too few children to reach the wanted number of men and women"
        raise ValueError(message)


def _has_couple(household: Household) -> bool:
    return len(household) > 1 and household[1].relation == "pasangan"


def _alone(rng: Random) -> str:
    return rng.choices(("cerai_hidup", "cerai_mati"), (0.45, 0.55))[0]


_WEIGHTS: Final = {
    "couple_children": 49.0,
    "couple_only": 9.0,
    "infant_only": 6.0,
    "single_mother": 8.0,
    "single_father": 2.0,
    "alone": 8.0,
    "elderly_couple": 6.0,
    "grandparents": 4.0,
    "extended": 4.0,
    "apart": 3.0,
    "second_wife": 0.5,
    "siblings": 0.5,
}
_PATTERNS: Final[dict[str, Pattern]] = {
    "couple_children": with_children,
    "couple_only": couple_only,
    "infant_only": infant_only,
    "single_mother": single_mother,
    "single_father": single_father,
    "alone": alone,
    "elderly_couple": elderly_couple,
    "grandparents": grandparents,
    "extended": extended,
    "apart": apart,
    "second_wife": second_wife,
    "siblings": siblings,
}
