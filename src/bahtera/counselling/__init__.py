"""Registers, sessions and monthly reports of PPKS/Satyagatra (BKKBN) centres."""
