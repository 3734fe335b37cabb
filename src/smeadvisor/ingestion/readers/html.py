"""HTML: a saved web page or a program's export, read by BeautifulSoup on lxml.

It sees headings, paragraphs, lists, tables with spanned cells, figures with captions, footnotes
that are links into the page, and boxes: an aside, section or quotation that opens with "Box 1 …".
Of a page with a <main>, or with one <article>, that alone is read.

It does not see what a browser would make of style sheets and scripts, what is hidden by attribute
or inline style, menus, forms, page headers and footers, deleted text, or pictures. There are no
pages.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from smeadvisor.domain.documents import Document
from smeadvisor.errors import UnreadableDocument
from smeadvisor.ingestion.document_builder import DocumentBuilder, Inline, label_and_caption
from smeadvisor.ingestion.readers.html_notes import (
    HEADINGS,
    LISTS,
    Notes,
    Text,
    all_tags,
    attribute_of,
    box_title,
    first_named,
    is_bold,
    nearest_named,
    number_of,
    tags_named,
    text_of,
    without_mark,
)
from smeadvisor.ingestion.readers.html_tables import (
    caption_of,
    cells_of,
    is_layout,
    rows_of,
    table_of,
)
from smeadvisor.ingestion.readers.inlines import is_caption_line
from smeadvisor.ingestion.readers.text_file import read_text

_UNREAD = frozenset(
    "script style template noscript iframe object embed applet audio video canvas svg map nav "
    "input select textarea button option datalist output progress meter annotation annotation-xml "
    "noframes rt rp del".split()
)
_UNREAD_ROLES = frozenset(
    "navigation search menu menubar toolbar tablist dialog alertdialog".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_MENU = re.compile(r"\b(?:menu|nav\w*|toc|side-?bar|share|social|related|cookies?|breadcrumbs?)\b")
_BOXED = re.compile(r"\b(?:box|textbox|callout|panel)\b")
_DEEPEST = 200


def read(path: Path) -> Document:
    """Read an HTML file.

    Raises:
        UnreadableDocument: the file cannot be opened, is not in the encoding it declares (or in
            UTF-8 where it declares none), or is nested too deep to be a page.
    """
    soup = _parsed(_text(path))
    body = soup.body
    if body is None:
        return DocumentBuilder().build(path.name)
    if _is_too_deep(body):
        raise UnreadableDocument(
            f"'{path.name}' has parts nested more than {_DEEPEST} deep; save the page again from "
            "a browser, or save it as plain text."
        )
    title = _title(soup)
    _remove(body, _is_unread)
    content = _content(body)
    notes = Notes(body, content)
    _remove_surroundings(content)
    return _Page(notes).read(content).build(path.name, title)


# --- bytes to a tree ---------------------------------------------------------------------------

# The names by which pages call encodings, and what browsers take them for.
_ENCODINGS = {
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    # A page whose <meta> could be read as ASCII is not UTF-16.
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "iso-8859-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "cp1252": "windows-1252",
    "x-cp1252": "windows-1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-sjis": "shift_jis",
}
_SAME = re.compile(
    r"utf-8|windows-125[0-8]|iso-8859-(?:[2-8]|1[03-6])|koi8-[ru]|gb18030|big5|shift_jis|euc-(?:jp|kr)"
)
_DECLARATION = re.compile(
    rb"""(?:<meta[^>]{0,400}?charset|\A\s*<\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
# UTF-8 for accented letters, quotation marks and dashes, which Western text has no other use for.
_UTF8_IN_WESTERN = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]")
_PROLOGUE = re.compile(r"\A\s*<\?xml.{0,200}?\?>", re.DOTALL)


def _text(path: Path) -> str:
    try:
        text = read_text(path)
    except UnreadableDocument as refusal:
        if not isinstance(refusal.__cause__, UnicodeDecodeError):
            raise
        data = path.read_bytes()
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else _declared(path, data)
        if encoding == "utf-8":
            raise
        return _decoded(path, data, encoding)
    encoding = _declared(path, text[:4096].encode())
    if encoding != "utf-8" and not text.isascii():
        raise UnreadableDocument(
            f"'{path.name}' says that it is {encoding} but is UTF-8; correct its <meta charset> "
            "to utf-8."
        )
    return text


def _declared(path: Path, data: bytes) -> str:
    declaration = _DECLARATION.search(data[:4096])
    if declaration is None:
        return "utf-8"
    name = declaration[1].decode("ascii").lower()
    encoding = _ENCODINGS.get(name, name)
    if not _SAME.fullmatch(encoding):
        raise UnreadableDocument(
            f"'{path.name}' says that its encoding is '{name}', which I cannot read; save it as "
            "UTF-8 and try again."
        )
    return encoding


def _decoded(path: Path, data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"'{path.name}' is not the {encoding} that it says it is (byte {error.start}); save it "
            "as UTF-8 and try again."
        ) from error
    mixed = _UTF8_IN_WESTERN.search(data) if encoding == "windows-1252" else None
    if mixed:
        raise UnreadableDocument(
            f"'{path.name}' mixes {encoding} and UTF-8 (byte {mixed.start()}); save it as UTF-8 "
            "and try again."
        )
    if "\x00" in text:
        raise UnreadableDocument(f"'{path.name}' is not a text file; save it as UTF-8 text.")
    return text


def _parsed(text: str) -> BeautifulSoup:
    # BeautifulSoup warns of markup that looks like XML or like the name of a file; it is neither.
    return BeautifulSoup("<!DOCTYPE html>\n" + _PROLOGUE.sub("", text), "lxml")


def _is_too_deep(body: Tag) -> bool:
    level = [body]
    for _ in range(_DEEPEST):
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
        if not level:
            return False
    return True


# --- what of the tree is read ------------------------------------------------------------------


def _title(soup: BeautifulSoup) -> str:
    """The page's title; its only main heading where the title is that and the name of the site."""
    named = text_of(soup.head.title) if soup.head and soup.head.title else ""
    headings = [Text({}, set()).inline(heading.children).text for heading in tags_named(soup, "h1")]
    if len(headings) == 1 and (not named or _is_with_site(headings[0], named)):
        return headings[0] or named
    return named


def _is_with_site(heading: str, title: str) -> bool:
    before, found, after = title.casefold().partition(heading.casefold())
    return bool(found) and all(
        not part or edge in "|–—-·:»«›/"
        for part, edge in ((before, before.rstrip()[-1:]), (after, after.lstrip()[:1]))
    )


def _remove(root: Tag, is_unwanted: Callable[[Tag], bool]) -> None:
    waiting = [root]
    while waiting:
        for child in list(waiting.pop().children):
            if isinstance(child, Tag):
                if is_unwanted(child):
                    child.decompose()
                else:
                    waiting.append(child)


def _is_unread(tag: Tag) -> bool:
    if tag.name in _UNREAD:
        return True
    if tag.name == "form":
        # Some sites put the whole page into one form.
        return first_named(tag, "main", "article", "h1") is None
    attributes = tag.attrs
    if tag.name == "dialog" and "open" not in attributes:
        return True
    return bool(attributes) and (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or attributes.get("role") in _UNREAD_ROLES
        or ("style" in attributes and _HIDDEN.search(attribute_of(tag, "style")) is not None)
    )


def _is_main(tag: Tag) -> bool:
    return tag.name == "main" or tag.get("role") == "main"


def _content(body: Tag) -> Tag:
    main = next((tag for tag in all_tags(body) if _is_main(tag)), None)
    if main and text_of(main):
        return main
    articles = [tag for tag in tags_named(body, "article") if not nearest_named(tag, "article")]
    return articles[0] if len(articles) == 1 and text_of(articles[0]) else body


def _remove_surroundings(content: Tag) -> None:
    """Take out headers and footers of the page and menus at its side, but no main heading."""
    headers = [tag for tag in tags_named(content, "header") if _is_of_page(tag, content)]
    headings = list(tags_named(content, "h1"))
    in_headers = [heading for header in headers for heading in tags_named(header, "h1")]
    for header in headers:
        heading = header.h1 if len(headings) == len(in_headers) else None
        if heading is None:
            header.decompose()
        else:
            header.replace_with(heading.extract())
    _remove(content, _is_surrounding)


def _is_surrounding(tag: Tag) -> bool:
    if tag.name == "footer":
        return nearest_named(tag, "blockquote") is None
    return tag.name == "aside" and _is_menu(tag)


def _is_of_page(header: Tag, content: Tag) -> bool:
    within = nearest_named(header, "article", "section", "aside", "main", "blockquote")
    return content.name == "body" and within is None


def _is_menu(aside: Tag) -> bool:
    if box_title(aside):
        return False
    names = " ".join([attribute_of(aside, "class"), attribute_of(aside, "id")]).lower()
    linked = sum(len(text_of(link)) for link in tags_named(aside, "a"))
    return _MENU.search(names) is not None or linked * 2 > len(text_of(aside))


# --- the walk ----------------------------------------------------------------------------------


class _Page:
    """Drives the builder along the page; a caption and a list wait for what follows them."""

    def __init__(self, notes: Notes) -> None:
        self._builder = DocumentBuilder()
        self._notes = notes
        self._text = Text(notes.marks, notes.holders)
        self._caption: tuple[Inline, int | None] | None = None
        self._items: list[tuple[str, Inline]] = []
        self._last_list: Tag | None = None
        self._add: dict[str, Callable[[Tag], None]] = {
            **dict.fromkeys(HEADINGS, self._heading),
            **dict.fromkeys(LISTS, self._list),
            "p": self._marked_paragraph,
            "pre": self._marked_paragraph,
            "dl": self._definitions,
            "figure": self._figure,
            "table": self._table,
        }

    def read(self, content: Tag) -> DocumentBuilder:
        """The builder with all of the content and its footnotes."""
        self._blocks(content)
        builder = self._out()
        for mark, definition in self._notes.definitions:
            texts = list(self._text.paragraphs(definition))
            is_item = definition.name == "li"
            builder.footnote(mark, [without_mark(mark, text, is_item) for text in texts])
        return builder

    def _out(self) -> DocumentBuilder:
        """The builder, after what was waiting has been added as what it turned out to be."""
        items, self._items, self._last_list = self._items, [], None
        self._builder.list_of(items)
        caption = self._take_caption()
        if caption:
            inline, level = caption
            if level is None:
                self._builder.paragraph(inline)
            else:
                self._builder.heading(level, inline)
        return self._builder

    def _take_caption(self) -> tuple[Inline, int | None] | None:
        caption, self._caption = self._caption, None
        return caption

    def _blocks(self, parent: Tag) -> None:
        for part in self._text.parts(parent):
            if isinstance(part, Tag):
                self._add.get(part.name, self._container)(part)
            else:
                self._paragraph(part)

    def _container(self, tag: Tag) -> None:
        may_be_box = tag.name in ("aside", "section", "blockquote", "details", "fieldset", "td")
        may_be_box = may_be_box or bool(_BOXED.search(attribute_of(tag, "class").lower()))
        box = box_title(tag) if may_be_box and not self._builder.in_box else None
        if box is None:
            self._blocks(tag)
            return
        box.extract()
        title = self._text.inline([box]).text
        self._out().open_box(*(label_and_caption(title) or (title, "")))
        self._blocks(tag)
        self._out().close_box()

    def _heading(self, tag: Tag) -> None:
        inline = self._text.inline(tag.children)
        if inline.text:
            self._line(inline, is_marked=True, level=int(tag.name[1]))

    def _marked_paragraph(self, tag: Tag) -> None:
        if self._text.holds_blocks(tag):
            self._blocks(tag)
        else:
            self._paragraph(list(tag.children), "caption" in attribute_of(tag, "class").lower())

    def _paragraph(self, nodes: Sequence[PageElement], is_caption: bool = False) -> None:
        inline = self._text.inline(nodes)
        if inline.text:
            has_picture = any(isinstance(node, Tag) and node.name == "img" for node in nodes)
            is_named = label_and_caption(inline.text) is not None
            self._line(inline, is_named and (is_caption or has_picture or is_bold(nodes)))

    def _line(self, inline: Inline, is_marked: bool, level: int | None = None) -> None:
        """Add a heading or a paragraph, or keep it as the caption of the table that may follow."""
        builder = self._out()
        label, _ = label_and_caption(inline.text) or ("", "")
        if "Table" in label and (is_marked or is_caption_line(inline.text)):
            self._caption = (inline, level)
        elif label.startswith("Figure") and is_marked:
            builder.figure(inline)
        elif level is None:
            builder.paragraph(inline)
        else:
            builder.heading(level, inline)

    def _figure(self, tag: Tag) -> None:
        caption = first_named(tag, "figcaption")
        if caption is None:
            self._container(tag)
            return
        caption.extract()
        inline = self._text.inline(caption.children)
        if not inline.text:
            self._container(tag)
        elif first_named(tag, "table"):
            self._out()
            self._caption = (inline, None)
            self._blocks(tag)
        elif first_named(tag, "blockquote", "pre"):
            self._blocks(tag)
            self._out().paragraph(inline)
        else:
            self._out().figure(inline)
            self._blocks(tag)

    # Lists

    def _list(self, tag: Tag) -> None:
        if first_named(tag, *HEADINGS, "table"):
            # Such a list arranges the page: cards, steps with sections of their own.
            self._blocks(tag)
            return
        items = self._text.items(tag)
        continues = (
            self._last_list is not None
            and self._last_list.parent is tag.parent
            and self._last_list.name == tag.name
            and (tag.name != "ol" or number_of(tag, "start") > 1)
        )
        if items and not continues:
            self._out()
        if items:
            self._items += items
            self._last_list = tag

    def _definitions(self, tag: Tag) -> None:
        """A list of terms: an item says the term and its meaning."""
        if first_named(tag, *HEADINGS, "table"):
            self._blocks(tag)
            return
        self._out().list_of([("•", item) for item in self._text.meanings(tag)])

    # Tables

    def _table(self, tag: Tag) -> None:
        rows = rows_of(tag)
        caption = caption_of(tag)
        inline = self._text.inline(caption.children) if caption else Inline("")
        if is_layout(tag, rows):
            self._out().paragraph(inline)
            for row in rows:
                for cell in cells_of(row):
                    self._container(cell)
            return
        waiting = None if inline.text else self._take_caption()
        builder = self._out()
        given = waiting[0] if waiting else inline if inline.text else None
        table_of(rows, self._text).add_to(builder, given)
