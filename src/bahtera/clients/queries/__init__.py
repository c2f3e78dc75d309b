"""Reading clients: whom a unit knows, what stands, and on what ground."""
