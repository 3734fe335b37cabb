"""Links inside the page, as `page.js` understands them: to a place in a document."""

from html import escape
from urllib.parse import quote

from smeadvisor.domain.answers import Citation


def place_address(document_id: str, start: int, end: int) -> str:
    """The address of a stretch of a document on the Documents tab; offsets count its characters."""
    return f"#documents/{quote(document_id, safe='')}/{start}-{end}"


def place_link(cited: Citation) -> str:
    """A link that opens a citation in its document, called by its place."""
    address = place_address(cited.passage.document_id, cited.start, cited.end)
    place = escape(str(cited.place)).replace("\n", "&#10;")
    return f'<a href="{escape(address)}">{place}</a>'
