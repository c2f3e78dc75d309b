"""The door of context."""

__all__: list[str] = []
