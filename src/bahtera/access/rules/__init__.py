"""The rules of access, without Django: what each role may do, and how areas hold one another."""
