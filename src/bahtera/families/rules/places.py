"""How a part of a village is numbered and named."""


def part_of(number: str) -> str:
    """Return the number of an RT or RW as it is compared and said: 003 and 3 are one."""
    return number.strip().lstrip("0")


def neighbourhood(rt: str, rw: str) -> str:
    """Return an RT and RW as they are said, ``RT 3 / RW 1``; empty when neither is known."""
    numbered = (("RT", part_of(rt)), ("RW", part_of(rw)))
    return " / ".join(f"{word} {number}" for word, number in numbered if number)
