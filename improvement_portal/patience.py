"""How long the serving role waits.

No statement of it waits long for a row that somebody else is saving, or works long, and no transaction stays open
unused: one that hangs would soon hold every thread. The owner migrates and backs up, and may wait.
"""

from typing import Any

LIMITS = {"lock_timeout": "3s", "statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s"}


def patient(role: str, given: dict[str, Any], *, in_tests: bool) -> dict[str, Any]:
    """The options of a role's connection: what the address itself says (`given`) comes last, and holds."""
    if role == "owner":
        return given
    limits = LIMITS | ({"lock_timeout": "20s"} if in_tests else {})
    ours = " ".join(f"-c {name}={value}" for name, value in limits.items())
    return {**given, "options": f"{ours} {given.get('options', '')}".strip()}
