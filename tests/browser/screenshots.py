"""The pictures of the readme, one for each role, drawn afresh: `python -m tests.browser.screenshots [role …]`.

Made-up data in a database of their own, each person's most telling page, Welsh and English in turn.
"""

import io
import sys
from pathlib import Path

import django
from PIL import Image

SHOWN = {  # role -> the page that shows best what the role does
    "headteacher": "home:index",
    "senior_leader": "self_evaluations:detail",
    "contributor": "self_evaluations:write",
    "chair_of_governors": "plans:detail",
    "governor": "register:detail",
    "clerk_to_governors": "governing_body:approve",
    "diary_helper": "professional_discussions:at_school",
    "council_officer": "home:index",
    "council_lead": "register:index",
    "service_adviser": "records:detail",
    "service_lead": "professional_discussions:index",
    "guest": "professional_discussions:detail",
    "administrator": "admin:index",
}
FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
SIZE, HIGHEST, MOST_BYTES = {"width": 1280, "height": 800}, 1100, 120_000


def packed(png: bytes, most: int = 96) -> bytes:
    """The picture as a PNG with a palette of `most` colours."""
    drawn = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(most, dither=Image.Dither.NONE).save(
        drawn, "PNG", optimize=True
    )
    return drawn.getvalue()


def draw(wanted: list[str]) -> None:
    # Django must be set up before the portal's modules can be imported.
    from django.conf import settings
    from django.test import override_settings
    from playwright.sync_api import sync_playwright
    from pytest_django.live_server_helper import LiveServer

    from improvement_portal.benchmarks.scratch import scratch_database
    from improvement_portal.demo import deeds
    from improvement_portal.demo.build import load
    from schools import clock
    from tests.browser import harness

    hosts = [*settings.ALLOWED_HOSTS, "testserver"]
    with scratch_database() as as_owner, override_settings(ALLOWED_HOSTS=hosts), sync_playwright() as playwright:
        as_owner(lambda: load(schools=26, years=2, seed=1, today=clock.today()))
        deeds.begin_a_record()
        deeds.bring_guests()
        server = LiveServer("localhost")
        server._live_server_modified_settings.enable()
        portal = harness.Portal(server.url, harness.launch(playwright))
        try:
            for number, (role, route) in enumerate(SHOWN.items()):
                if role in wanted or not wanted:
                    picture(portal, role, route, "en" if number % 2 else "cy")
        finally:
            portal.close()
            server._live_server_modified_settings.disable()
            server.stop()


def picture(portal, role: str, route: str, language: str) -> None:
    from django.utils import translation

    from improvement_portal.benchmarks import pages

    reader = pages.readers(role)[0]
    known = {each.name: each for each in pages.our_routes()}
    with translation.override(language):
        addresses = pages.addresses(known.get(route, pages.Route(route, "", route)), reader)
        url = next(url for url in addresses if not pages.why_not(reader.client.get(url)))
    page = portal.sign_in(reader.person)
    page.set_viewport_size(SIZE)
    page.goto(url, wait_until="networkidle")
    height = min(HIGHEST, page.evaluate("document.documentElement.scrollHeight"))
    png = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": SIZE["width"], "height": height})
    drawn = packed(png)
    assert len(drawn) < MOST_BYTES, f"{role}: {len(drawn)} bytes"
    path = FOLDER / f"{role.replace('_', '-')}.png"
    path.write_bytes(drawn)
    print(f"{path.name}  {url}  {len(drawn)} bytes")


if __name__ == "__main__":
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    draw(sys.argv[1:])
