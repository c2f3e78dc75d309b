"""Maps of one figure: what is asked, its classes, the drawing, what it says of itself, its page."""
