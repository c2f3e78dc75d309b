"""Pictures of figures as SVG text: maps now, and what else a page or a report draws. Pure: values in, text out.

See README.md.
"""
