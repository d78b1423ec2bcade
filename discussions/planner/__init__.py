"""A plan for the year's discussions: which meeting in which half-day, with which officer, and where.

Pure mathematics: no database, no words of any language. What goes in is a `Problem`, what comes out is a `Result`.
"""
