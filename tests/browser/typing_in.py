"""Typing into a page whose scripts watch over it."""

from playwright.sync_api import Page


def opened(page: Page, path: str) -> Page:
    page.goto(path)
    page.wait_for_selector("html[data-ready][data-drafts]", state="attached")
    return page


def type_in(page: Page, words: str, box: str = "going_well") -> None:
    page.locator(f"#id_{box}").press_sequentially(words)
