"""Markdown: CommonMark with pipe tables and footnotes, read by markdown-it-py.

Beyond the standard it sees three habits of reports: a bold line "Table 1 …" or "Figure 1 …" is a
caption; a blockquote that opens with "Box 1 …" is a box; " › " in a header cell divides a column
group from its column. `<!-- page break -->` begins a new page; other comments are left out.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin

from smeadvisor.domain.documents import Document
from smeadvisor.ingestion.document_builder import (
    COLUMN_SEPARATOR,
    DocumentBuilder,
    Inline,
    label_and_caption,
)
from smeadvisor.ingestion.readers.inlines import InlineWriter
from smeadvisor.ingestion.readers.text_file import read_text

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PAGE_BREAK = re.compile(r"<!--\s*page break\s*-->")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LISTS = ("bullet_list", "ordered_list")


def read(path: Path) -> Document:
    """Read a Markdown file.

    Raises:
        UnreadableDocument: the file cannot be opened or is not UTF-8 text.
    """
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote_plugin)
    tree = SyntaxTreeNode(parser.parse(read_text(path)))
    builder = DocumentBuilder()
    _blocks(tree.children, builder)
    return builder.build(path.name)


def _blocks(nodes: Sequence[SyntaxTreeNode], builder: DocumentBuilder) -> None:
    position = 0
    while position < len(nodes):
        node = nodes[position]
        position += 1
        if node.type == "paragraph":
            position += _paragraph(node, nodes[position : position + 1], builder)
        elif node.type in _ADD:
            _ADD[node.type](node, builder)


def _paragraph(
    node: SyntaxTreeNode, following: Sequence[SyntaxTreeNode], builder: DocumentBuilder
) -> int:
    """Add a paragraph, or the table it is the caption of; returns how many nodes it took with it."""
    inline = _inline(node)
    named = label_and_caption(inline.text) if _is_bold(node) else None
    if named and following and following[0].type == "table":
        _table(following[0], builder, inline)
        return 1
    if named and named[0].startswith("Figure"):
        builder.figure(inline)
    else:
        builder.paragraph(inline)
    return 0


def _is_bold(paragraph: SyntaxTreeNode) -> bool:
    children = [child for inline in paragraph.children for child in inline.children]
    solid = [
        child
        for child in children
        if child.type != "footnote_ref" and (child.type != "text" or child.content.strip())
    ]
    return len(solid) == 1 and solid[0].type == "strong"


def _blockquote(node: SyntaxTreeNode, builder: DocumentBuilder) -> None:
    first, rest = node.children[:1], node.children[1:]
    named = None
    if first and first[0].type == "paragraph" and _is_bold(first[0]):
        named = label_and_caption(_inline(first[0]).text)
    if named is None or builder.in_box:
        _blocks(node.children, builder)
        return
    builder.open_box(*named)
    _blocks(rest, builder)
    builder.close_box()


def _items(node: SyntaxTreeNode) -> list[tuple[str, Inline]]:
    """The items of a list in order; those of a list inside an item follow it."""
    number = int(str(node.attrs.get("start", 1)))
    items: list[tuple[str, Inline]] = []
    for item in node.children:
        mark = f"{number}." if node.type == "ordered_list" else "•"
        number += 1
        own = [child for child in item.children if child.type not in _LISTS]
        items.append((mark, _join([text for child in own for text in _texts(child)])))
        for child in item.children:
            if child.type in _LISTS:
                items += _items(child)
    return items


def _texts(node: SyntaxTreeNode) -> list[Inline]:
    """What stands inside an item or a footnote, of whatever kind, as plain paragraphs."""
    if node.type in ("fence", "code_block"):
        return [Inline(" ".join(node.content.split()))]
    if node.type == "html_block":
        breaks = (0,) * len(_PAGE_BREAK.findall(node.content))
        return [Inline(_without_comments(node.content), page_breaks=breaks)]
    if any(child.type == "inline" for child in node.children):
        return [_inline(node)]
    return [text for child in node.children for text in _texts(child)]


def _table(node: SyntaxTreeNode, builder: DocumentBuilder, caption: Inline | None = None) -> None:
    rows = [row for section in node.children for row in section.children]
    header, *body = [[_inline(cell) for cell in row.children] for row in rows]
    columns = [tuple(part for part in cell.text.split(COLUMN_SEPARATOR) if part) for cell in header]
    marks = [mark for cell in header for _, mark in cell.footnote_marks]
    builder.table(caption, columns, body, marks)


def _heading(node: SyntaxTreeNode, builder: DocumentBuilder) -> None:
    builder.heading(int(node.tag[1:]), _inline(node))


def _list(node: SyntaxTreeNode, builder: DocumentBuilder) -> None:
    builder.list_of(_items(node))


def _code(node: SyntaxTreeNode, builder: DocumentBuilder) -> None:
    builder.paragraph(Inline(" ".join(node.content.split())))


def _footnotes(node: SyntaxTreeNode, builder: DocumentBuilder) -> None:
    for footnote in node.children:
        builder.footnote(
            _mark(footnote), [text for child in footnote.children for text in _texts(child)]
        )


def _mark(node: SyntaxTreeNode) -> str:
    """The mark of a footnote or of a reference to it; one written in place, `^[…]`, has a number."""
    return str(node.meta.get("label") or f"inline-{node.meta['id'] + 1}")


def _html_block(node: SyntaxTreeNode, builder: DocumentBuilder) -> None:
    for _ in _PAGE_BREAK.findall(node.content):
        builder.page_break()
    builder.paragraph(Inline(_without_comments(node.content)))


def _without_comments(html: str) -> str:
    return " ".join(_COMMENT.sub(" ", html).split())


_ADD: dict[str, Callable[[SyntaxTreeNode, DocumentBuilder], None]] = {
    "heading": _heading,
    "bullet_list": _list,
    "ordered_list": _list,
    "blockquote": _blockquote,
    "table": _table,
    "fence": _code,
    "code_block": _code,
    "html_block": _html_block,
    "footnote_block": _footnotes,
}


def _walk(node: SyntaxTreeNode, writer: InlineWriter) -> None:
    for child in node.children:
        if child.type in ("text", "code_inline"):
            writer.write(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            writer.write(" ")
        elif child.type == "footnote_ref":
            writer.mark(_mark(child))
        elif child.type == "html_inline":
            _html(child.content, writer)
        elif child.type != "footnote_anchor":
            _walk(child, writer)


def _html(content: str, writer: InlineWriter) -> None:
    if _PAGE_BREAK.fullmatch(content):
        writer.page_break()
    elif _LINE_BREAK.fullmatch(content):
        writer.write(" ")
    elif not _COMMENT.fullmatch(content):
        # A tag we do not know stays what it looks like: text.
        writer.write(content)


def _inline(node: SyntaxTreeNode) -> Inline:
    writer = InlineWriter(keeps_invisible=True)
    _walk(node, writer)
    return writer.inline()


def _join(inlines: Sequence[Inline]) -> Inline:
    """Several paragraphs of one list item as one text."""
    text, marks, breaks = "", [], []
    for inline in inlines:
        text += " " if text and inline.text else ""
        marks += [(len(text) + offset, name) for offset, name in inline.footnote_marks]
        breaks += [len(text) + offset for offset in inline.page_breaks]
        text += inline.text
    return Inline(text, tuple(marks), tuple(breaks))
