"""Takes the pictures of the page in docs/: `.venv/bin/python docs/screenshot.py [folder]`.

Each tab, light and dark, at the width of a desk and of a phone; docs/ keeps the ones that README shows.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from smeadvisor.serving.chat_page import build_page
from smeadvisor.serving.chat_page.parts import page_parts
from smeadvisor.serving.web import serving
from smeadvisor.settings import load_settings

QUESTION = "What share of small firms in South Asia upgraded a product line?"
FOLLOW_UP = "and large ones?"
FOLDER = Path(__file__).parent
KEPT = {"ask-light-desk": "screenshot.png", "programmes-light-desk": "programmes.png"}
WIDTHS = {"desk": (1280, 800), "phone": (390, 844)}
TABS = ("Documents", "Programmes", "Quality", "About")


def main() -> None:
    """Ask on the real page, over the index of the settings, and take the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    page = build_page(page_parts(load_settings()))
    with serving(page) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for scheme in ("light", "dark"):
            for name, (width, height) in WIDTHS.items():
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="light" if scheme == "light" else "dark",
                )
                tab = context.new_page()
                tab.goto(address)
                for picture in _pictures(tab):
                    _keep(tab, f"{picture}-{scheme}-{name}", folder)
                context.close()
        browser.close()


def _pictures(tab: Page) -> Iterator[str]:
    tab.wait_for_timeout(1_500)
    yield "start"
    for question in (QUESTION, FOLLOW_UP):
        tab.get_by_label("Your question").fill(question)
        tab.get_by_label("Your question").press("Enter")
        tab.wait_for_timeout(6_000)
    yield "ask"
    for name in TABS:
        tab.get_by_role("tab", name=name).first.click()
        tab.wait_for_timeout(2_500)
        yield name.lower()


def _keep(tab: Page, name: str, folder: Path | None) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        tab.screenshot(path=folder / f"{name}.png")
    elif name in KEPT:
        tab.screenshot(path=FOLDER / KEPT[name])


if __name__ == "__main__":
    main()
