class EmbeddedServerError(RuntimeError):
    """Says why the embedded PostgreSQL cannot run here and what to do instead."""


USE_YOUR_OWN = "Or set DATABASE_URL and DATABASE_OWNER_URL to use a PostgreSQL server of your own."
