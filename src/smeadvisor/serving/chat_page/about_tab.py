"""The tab of what the page rests on: documents and their terms, models, what is kept where."""

from importlib.metadata import version

import gradio as gr
from gradio.context import Context

from smeadvisor.assembly.upkeep import open_holdings
from smeadvisor.errors import SmeAdvisorError
from smeadvisor.serving.chat_page.parts import PageParts
from smeadvisor.serving.rendering_documents import notice_html
from smeadvisor.serving.rendering_quality import Made, about_html
from smeadvisor.settings import Settings


def about_tab(parts: PageParts) -> None:
    """What is true of the page now; without settings it does not know."""
    settings = parts.settings
    if settings is None:
        gr.Markdown(notice_html("This page was started without settings to tell of."))
        return
    made = _made(settings, keeps_feedback=parts.feedback is not None)
    holdings = open_holdings(settings)
    tab = Context.block
    with gr.Column(elem_id="about-sheet", elem_classes="sheet"):
        about = gr.Markdown("", latex_delimiters=[], sanitize_html=True, elem_id="about")

    def told() -> str:
        try:
            return about_html(made, holdings.documents())
        except SmeAdvisorError as error:
            return about_html(made, []) + notice_html(str(error))

    if isinstance(tab, gr.Tab):
        tab.select(told, outputs=[about], api_visibility="private", show_progress="hidden")


def _made(settings: Settings, keeps_feedback: bool) -> Made:
    return Made(
        version=version("smeadvisor"),
        embedding_model=settings.embedding_model,
        reranker=settings.reranker,
        chat_model=settings.chat.model,
        chat_server=settings.chat.base_url,
        corpus_folder=settings.corpus_folder.name,
        index_folder=settings.index_folder.name,
        keeps_feedback=keeps_feedback,
        asks_for_log_in=bool(settings.web.user),
    )
