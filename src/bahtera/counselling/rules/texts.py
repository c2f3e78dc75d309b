"""Typed words as they are kept."""


def plain(text: str) -> str:
    """Return typed words on one line, without signs that nobody sees."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
