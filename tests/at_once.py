"""Acts that begin at the same moment: in threads, with transactions of their own, on committed rows."""

import threading
from typing import Any

from django.db import connections

from schools.refusals import Refused


def at_once(*acts: Any) -> list[Any]:
    """What each act returned or raised, when all begin together."""
    ready, outcomes = threading.Barrier(len(acts)), []

    def run(act: Any) -> None:
        try:
            ready.wait(timeout=20)
            outcomes.append(act())
        except Refused as refusal:
            outcomes.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(outcomes) == len(acts)
    return outcomes
