"""Calendars that people keep elsewhere: fetched, sifted, worked out and forgotten; only busy times are kept.

What comes from outside is read in a process of its own (`__main__`), which knows no database and no secret, and which
is stopped when it takes too long or too much memory. Everything but `keeping` runs there, without Django.
"""
