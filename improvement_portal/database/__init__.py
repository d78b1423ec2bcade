"""The database: an embedded PostgreSQL for trying and testing, the grants of the serving role, and their checks.

As a Django engine it starts the embedded server at the first connection; with `DATABASE_URL` set it is not used.
"""
