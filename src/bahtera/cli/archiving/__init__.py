"""A whole site in one encrypted file, and back: what ``bahtera backup`` and ``bahtera restore`` do.

``secret`` (what opens an archive) < ``envelope`` (encrypted pieces) < ``members`` (named parts in one stream);
``columns`` (values as text) < ``tables`` (what is kept) < ``databases`` (a snapshot out, rows in);
``folders`` (files beside the database); ``making`` and ``restoring`` put them together; ``keys`` is the other file.
"""
