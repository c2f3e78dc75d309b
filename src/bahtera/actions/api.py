"""The door of actions."""

__all__: list[str] = []
