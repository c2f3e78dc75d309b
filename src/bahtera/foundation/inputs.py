"""What visitors type or forge, read without surprises."""

LARGEST_NUMBER = 2**31 - 1
_DIGITS = len(str(LARGEST_NUMBER))


def whole_number(text: str) -> int | None:
    """Return a whole number from 0 to LARGEST_NUMBER in plain digits; None for anything else.

    ``int`` alone refuses thousands of digits with an error of its own, and databases what they cannot hold.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        return None
    number = int(text)
    return number if number <= LARGEST_NUMBER else None


def without_null(text: str) -> str:
    """Return a text without null characters, which PostgreSQL does not store and nobody types."""
    return text.replace("\0", "")
