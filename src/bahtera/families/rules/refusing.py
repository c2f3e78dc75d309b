"""What is said when an event is impossible, in one place for the rules that say it."""

from bahtera.families.errors import FamilyRefused


def not_concerned() -> FamilyRefused:
    """Somebody or a family was named that the event has nothing to do with."""
    return FamilyRefused("families.not_concerned", "Choose people and families from the list.")


def merged() -> FamilyRefused:
    """The family is another's by now."""
    return FamilyRefused(
        "families.is_merged", "This family was merged into another. Make the change there instead."
    )


def dead() -> FamilyRefused:
    """Nothing happens to the dead."""
    return FamilyRefused("families.member_is_dead", "This member is on record as dead.")


def not_on_record() -> FamilyRefused:
    """A double, or somebody entered by mistake."""
    return FamilyRefused(
        "families.member_not_on_record", "This member does not count: a double or a mistake."
    )


def there_already() -> FamilyRefused:
    """Nobody joins where they are."""
    return FamilyRefused("families.nothing_changes", "The member is in that family already.")


def nothing() -> FamilyRefused:
    """The event changes nothing."""
    return FamilyRefused(
        "families.event_empty", "Nothing would change by this. Perhaps it is on record already."
    )


def before_birth() -> FamilyRefused:
    """Something is told of somebody who was not born."""
    return FamilyRefused("families.before_birth", "This day lies before the birth of somebody it is about.")


def who_is_born() -> FamilyRefused:
    """A birth without a child."""
    return FamilyRefused("families.who_is_born", "Write the child's name and the day of birth.")


def nobody_chosen() -> FamilyRefused:
    """An event without people."""
    return FamilyRefused("families.nobody_chosen", "Choose who it is about.")


def not_living_there() -> FamilyRefused:
    """People are named who do not live in the family."""
    return FamilyRefused("families.not_living_there", "Choose people who live in this family.")


def whereto() -> FamilyRefused:
    """No family to go to."""
    return FamilyRefused("families.whereto", "Say which family they form or join.")


def with_itself() -> FamilyRefused:
    """One family is named twice."""
    return FamilyRefused("families.merge_with_itself", "A family cannot be merged with itself.")


def all_leave() -> FamilyRefused:
    """Everybody is named where some must stay."""
    return FamilyRefused(
        "families.all_leave", "Somebody must stay. When all of them leave, record that the family moves."
    )


def no_couple() -> FamilyRefused:
    """A divorce where nobody is married on record."""
    return FamilyRefused("families.no_couple", "This family has no couple on record that could divorce.")


def one_of_the_couple() -> FamilyRefused:
    """A divorce without one who leaves."""
    return FamilyRefused(
        "families.one_of_the_couple", "Choose which of the two leaves, with the children who go along."
    )


def married_already() -> FamilyRefused:
    """Somebody marries out who is one of the couple."""
    return FamilyRefused(
        "families.married_already", "Head and spouse are a couple already. Record a divorce first."
    )


def two_spouses() -> FamilyRefused:
    """A second spouse in one family."""
    return FamilyRefused(
        "families.two_spouses",
        "The head has a spouse in this family already. A second wife has a family of her own; then state that the"
        " husband belongs to both.",
    )


def two_heads() -> FamilyRefused:
    """Two heads in one family."""
    return FamilyRefused(
        "families.two_heads", "A family has one head. Choose another relation for who comes."
    )


def head_missing() -> FamilyRefused:
    """A family would be without a head."""
    return FamilyRefused("families.head_missing", "Choose who is the head of those who remain together.")


def head_already() -> FamilyRefused:
    """Whoever is head becomes head."""
    return FamilyRefused("families.head_already", "This member is the head already.")


def no_child() -> FamilyRefused:
    """An adult is adopted or shared by parents."""
    return FamilyRefused(
        "families.no_child",
        "Only somebody under 18 can be taken in as a child or live with two parents in turn.",
    )


def too_young(years: int) -> FamilyRefused:
    """A small child marries, founds a family, or is parent, spouse or child-in-law."""
    return FamilyRefused(
        "families.too_young",
        "Somebody under {years} does not marry, is nobody's parent or child-in-law, and heads no family while somebody"
        " older lives in it. Check whom you chose, the relation and the date of birth.",
        years=years,
    )


def adult_lives_there(years: int) -> FamilyRefused:
    """A child becomes head beside an adult."""
    return FamilyRefused(
        "families.adult_lives_there",
        "Somebody under {years} who is not married heads a family only where no adult lives. Choose an adult as head.",
        years=years,
    )


def no_husband() -> FamilyRefused:
    """Not a husband."""
    return FamilyRefused(
        "families.no_husband",
        "Only a husband, head or spouse of his family, can belong to a second wife's family.",
    )


def later_changes() -> FamilyRefused:
    """Something stands on the event that is to be taken back."""
    return FamilyRefused(
        "families.later_changes", "Something was recorded after it. Take the later events back first."
    )


def taken_back_already() -> FamilyRefused:
    """An event is taken back twice, or a correction is."""
    return FamilyRefused("families.taken_back", "This event was taken back already.")


def changed_meanwhile() -> FamilyRefused:
    """Somebody else was faster, or the page is old."""
    return FamilyRefused(
        "families.changed_meanwhile",
        "This family has changed since you looked. Look once more, then record it.",
    )


def away_already() -> FamilyRefused:
    """A family moves away that has left or ended."""
    return FamilyRefused("families.away_already", "This family is on record as moved or ended already.")


def decided_already() -> FamilyRefused:
    """Somebody else decided about a move."""
    return FamilyRefused("families.move_decided", "This move was decided already.")


def reason_missing() -> FamilyRefused:
    """A decision against a family without a reason."""
    return FamilyRefused("families.reason_missing", "Write the reason.")


def same_village() -> FamilyRefused:
    """A move to where the family lives."""
    return FamilyRefused("families.same_village", "Choose another village than the family's own.")


def consent_of_adult() -> FamilyRefused:
    """A child agreed for the family."""
    return FamilyRefused("families.consent_of_adult", "An adult of the family has to agree.")


def witness_missing() -> FamilyRefused:
    """A spoken consent that nobody heard."""
    return FamilyRefused("families.witness_missing", "Write who was present when the family agreed.")


def kki_odd() -> FamilyRefused:
    """No KKI."""
    return FamilyRefused(
        "families.kki_odd", "A KKI has at least six letters or digits, not one of them over and over."
    )


def house_elsewhere() -> FamilyRefused:
    """Families of two villages in one house."""
    return FamilyRefused("families.house_elsewhere", "Only families of one village can live in one house.")
