"""The chat page as one file: `python app.py`. `smeadvisor serve` does the same and shows progress."""

import sys

from typer import echo

from smeadvisor.errors import SmeAdvisorError
from smeadvisor.serving.chat_page import build_page
from smeadvisor.serving.chat_page.parts import page_parts
from smeadvisor.serving.logs import mask_logs
from smeadvisor.serving.web import require_servable, serve
from smeadvisor.settings import load_settings

mask_logs()
try:
    settings = load_settings()
    parts = page_parts(settings)
    demo = build_page(parts)
    if __name__ == "__main__":
        require_servable(settings)
        parts.advisor()  # what is wrong with the index is said here, not to the first who asks
        serve(demo, settings, lambda url: echo(f"smeadvisor is at {url}"))
except SmeAdvisorError as error:
    sys.exit(f"smeadvisor: {error}")
