"""Takes docs/screenshot.png, the page with a question answered: `.venv/bin/python docs/screenshot.py`."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from smeadvisor.assembly import example_questions, open_advisor
from smeadvisor.serving.chat_page import build_page
from smeadvisor.serving.web import serving
from smeadvisor.settings import load_settings

QUESTION = "What are UNIDO's design principles for cluster programmes?"
PICTURE = Path(__file__).with_name("screenshot.png")


def main() -> None:
    """Ask on the real page, over the index of the settings, and take the picture."""
    settings = load_settings()
    page = build_page(lambda: open_advisor(settings), example_questions(settings))
    with serving(page) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        tab = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        tab.goto(address)
        tab.get_by_label("Your question").fill(QUESTION)
        tab.get_by_label("Your question").press("Enter")
        tab.wait_for_selector("#panel mark", timeout=60_000)
        tab.wait_for_timeout(1_000)  # the chat scrolls softly to its end
        tab.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
