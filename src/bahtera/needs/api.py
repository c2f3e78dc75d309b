"""The door of needs."""

__all__: list[str] = []
