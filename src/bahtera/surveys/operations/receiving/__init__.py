"""Taking in what phones send: look first, write once, give it its place."""
