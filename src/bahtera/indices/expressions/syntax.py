"""From the text of an expression to lark's parse tree, or to one error with its position."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

ParseTree = Tree[Token]


class ExpressionError(ValueError):
    """Something wrong at `position` (0-based offset in the text)."""

    def __init__(self, message: str, position: int) -> None:
        self.message = message
        self.position = position
        super().__init__(message)


def parse(text: str) -> ParseTree:
    """Return the parse tree.

    Raises:
        ExpressionError: the text is not an expression.
    """
    try:
        return _parser().parse(text)
    except UnexpectedInput as error:
        position: int | None = getattr(error, "pos_in_stream", None)
        ended = isinstance(error, UnexpectedEOF) or (
            isinstance(error, UnexpectedToken) and error.token.type == "$END"
        )
        if ended or position is None or not 0 <= position < len(text):
            position = len(text)
        raise ExpressionError(_explain(error), position) from None


def position_of(tree: ParseTree | Token) -> int:
    """Return where a piece starts in the text."""
    start = tree.start_pos if isinstance(tree, Token) else getattr(tree.meta, "start_pos", 0)
    return start or 0


def _explain(error: UnexpectedInput) -> str:
    if isinstance(error, UnexpectedCharacters):
        return f"the character {error.char!r} has no meaning here"
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        return f"{str(error.token)!r} cannot stand here"
    return "the expression ends too early"


@cache
def _parser() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", propagate_positions=True, maybe_placeholders=True)
