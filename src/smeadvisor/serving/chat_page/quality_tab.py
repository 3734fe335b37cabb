"""The tab of what was measured: the newest report, or that there is none."""

import gradio as gr
from gradio.context import Context

from smeadvisor.evaluation.newest import newest_measured
from smeadvisor.serving.chat_page.parts import PageParts
from smeadvisor.serving.rendering_quality import quality_html


def quality_tab(parts: PageParts) -> None:
    """The newest report of the working folder, read each time the tab is opened."""
    tab = Context.block
    with gr.Column(elem_id="quality-sheet", elem_classes="sheet"):
        report = gr.Markdown("", latex_delimiters=[], sanitize_html=True, elem_id="quality")
    if isinstance(tab, gr.Tab):
        tab.select(
            lambda: quality_html(newest_measured()),
            outputs=[report],
            api_visibility="private",
            show_progress="hidden",
        )
