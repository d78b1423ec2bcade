from typing import Any

from django.http import HttpRequest

from improvement_portal.demo.entrances import entrances


def demo(request: HttpRequest) -> dict[str, Any]:
    """`demo_entrances`, asked for by the sign-in page only; calling it is what reads the database."""
    return {"demo_entrances": entrances}
