"""Word documents (.docx), read by python-docx and, where it has no word for a thing, from its XML.

It sees headings by style or outline level, paragraphs, lists with their numbers, tables with merged
cells, captions by style or by their words, footnotes and endnotes, text boxes, and pages where the
file shows them: by the marks that Word leaves, else by breaks that were asked for.

It does not see headers and footers, pictures, charts, comments, tables of contents, deleted and
hidden text. A box is seen in a text box or in a table of one cell, not in paragraphs with a border.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from zipfile import BadZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from smeadvisor.domain.documents import Document
from smeadvisor.ingestion.document_builder import DocumentBuilder, Inline, label_and_caption
from smeadvisor.ingestion.readers import zip_safety
from smeadvisor.ingestion.readers.inlines import InlineWriter, is_caption_line, ordinal
from smeadvisor.ingestion.readers.spanned_table import SpannedCell, SpannedTable, bound_spans

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PAGES = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Pages"
# What wraps content without being any.
_WRAPPERS = frozenset(
    _W + name
    for name in "ins moveTo hyperlink smartTag customXml sdt sdtContent fldSimple dir bdo".split()
)
_STYLES = {"decimal": "1", "lowerLetter": "a", "upperLetter": "A"} | {
    "lowerRoman": "i",
    "upperRoman": "I",
}
_WIDEST = 1_000


def read(path: Path) -> Document:
    """Read a Word document.

    Raises:
        UnreadableDocument: the file cannot be opened, is no Word document (or an encrypted or old
            one), is damaged, or is made to do harm when it is unpacked.
    """
    zip_safety.check(path)
    zip_safety.check_xml(path)
    try:
        parts = _Parts.of(path)
    except (
        PackageNotFoundError,
        BadZipFile,
        EOFError,
        zlib.error,
        # What python-docx raises when a part is missing, of another kind, or no XML.
        KeyError,
        ValueError,
        SyntaxError,
        AttributeError,
    ) as error:
        raise zip_safety.damaged(path) from error
    return _Reader(parts).read(path.name)


# --- the parts of the file ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts that are read, each as XML; None where the file has no such part."""

    body: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None
    settings: Element | None
    pages: int | None
    title: str

    @classmethod
    def of(cls, path: Path) -> "_Parts":
        document = docx.Document(str(path))
        if document.element.body is None:
            raise ValueError("no body")
        part, package = document.part, document.part.package
        properties = _related(package, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
        core = _related(package, RELATIONSHIP_TYPE.CORE_PROPERTIES)
        pages = properties.findtext(_PAGES) if properties is not None else None
        return cls(
            cast(Element, document.element.body),
            _related(part, RELATIONSHIP_TYPE.STYLES),
            _related(part, RELATIONSHIP_TYPE.NUMBERING),
            _related(part, RELATIONSHIP_TYPE.FOOTNOTES),
            _related(part, RELATIONSHIP_TYPE.ENDNOTES),
            _related(part, RELATIONSHIP_TYPE.SETTINGS),
            int(pages) if pages and pages.isdecimal() else None,
            (core.findtext(_TITLE) or "").strip() if core is not None else "",
        )


def _related(source: Any, kind: str) -> Element | None:
    for relationship in source.rels.values():
        if relationship.reltype == kind and not relationship.is_external:
            return parse_xml(cast(Part, relationship.target_part).blob)
    return None


def _find(element: Element | None, *names: str) -> Element | None:
    """The first element down a path of names of w:…, each a child of the one before."""
    for name in names:
        element = element.find(_W + name) if element is not None else None
    return element


def _value(element: Element | None, *names: str, attribute: str = "val") -> str | None:
    found = _find(element, *names)
    return None if found is None else cast("str | None", found.get(_W + attribute))


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text, re.ASCII) else default


def _switch(element: Element | None, *names: str) -> bool | None:
    """Whether a property is on; None where nothing is said."""
    found = _find(element, *names)
    return None if found is None else found.get(_W + "val") not in ("0", "false", "off")


def _content(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables inside in order, out of what wraps them."""
    for child in parent:
        if child.tag in (_W + "p", _W + "tbl"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _content(child)


def _rows(table: Element) -> list[list[Element]]:
    """The cells of each row that is not deleted."""
    rows = [row for row in _unwrapped(table, "tr") if _find(row, "trPr", "del") is None]
    return [list(_unwrapped(row, "tc")) for row in rows]


def _unwrapped(parent: Element, name: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == _W + name:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _unwrapped(child, name)


def _paragraphs(element: Element) -> Iterator[Element]:
    """The paragraphs in a cell or a note, and in tables inside."""
    for part in _content(element):
        if part.tag == _W + "p":
            yield part
        else:
            for row in _rows(part):
                for cell in row:
                    yield from _paragraphs(cell)


def _words(paragraph: Element) -> str:
    """The text of a paragraph at a glance, to look ahead; none where it holds a text box."""
    if next(paragraph.iter(_W + "txbxContent"), None) is not None:
        return ""
    parts = paragraph.iter(_W + "t", _W + "tab", _W + "br")
    return " ".join("".join((part.text or " ") for part in parts).split())


def _is_nothing(element: Element) -> bool:
    told = ("t", "txbxContent", "br", "lastRenderedPageBreak", "sectPr", "pageBreakBefore")
    parts = element.iter(*(_W + name for name in told), _M + "t")
    return element.tag == _W + "p" and not any(
        part.tag not in (_W + "t", _M + "t") or (part.text or "").strip() for part in parts
    )


class _Styles:
    """Named styles, each based on another."""

    def __init__(self, styles: Element | None) -> None:
        self._by_id: dict[str, Element] = {}
        self._default: str | None = None
        for style in styles.iter(_W + "style") if styles is not None else ():
            identifier = style.get(_W + "styleId")
            self._by_id[identifier] = style
            is_default = style.get(_W + "default") in ("1", "true")
            if is_default and style.get(_W + "type") == "paragraph":
                self._default = identifier

    def chain(self, identifier: str | None) -> list[Element]:
        """A style and those that it is based on."""
        found: list[Element] = []
        while identifier in self._by_id and self._by_id[identifier] not in found:
            found.append(self._by_id[identifier])
            identifier = _value(found[-1], "basedOn")
        return found

    def of(self, paragraph: Element) -> list[Element]:
        """The chain of a paragraph's style."""
        return self.chain(_value(paragraph, "pPr", "pStyle") or self._default)

    def names(self, paragraph: Element) -> list[str]:
        """The names of a paragraph's style and of those it is based on, in small letters."""
        return [(_value(style, "name") or "").lower() for style in self.of(paragraph)]

    def level(self, paragraph: Element) -> int | None:
        """The level of a heading from 1, None for a paragraph that is none."""
        for holder in (paragraph, *self.of(paragraph)):
            outline = _value(holder, "pPr", "outlineLvl")
            if outline is not None:
                level = _number(outline, 9)
                return level + 1 if 0 <= level < 9 else None
            name = (_value(holder, "name") or "").lower()
            if name == "title":
                return 1
            if re.fullmatch(r"heading [1-9]", name):
                return int(name[-1])
        return None

    def run_switch(self, run: Element, paragraph: Element, name: str) -> bool:
        """Whether a run has a property, by itself or by a style."""
        own = _switch(run, "rPr", name)
        if own is not None:
            return own
        holders = (*self.chain(_value(run, "rPr", "rStyle")), *self.of(paragraph))
        said = (_switch(holder, "rPr", name) for holder in holders)
        return next((one for one in said if one is not None), False)


class _Numbering:
    """Counts list items as Word does: lists of one definition go on, unless one starts anew."""

    def __init__(self, numbering: Element | None) -> None:
        self._levels: dict[tuple[str, int], Element] = {}
        self._lists: dict[str, tuple[str, Element]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()
        if numbering is None:
            return
        for definition in numbering.iterchildren(_W + "abstractNum"):
            identifier = str(definition.get(_W + "abstractNumId"))
            for level in definition.iterchildren(_W + "lvl"):
                self._levels[identifier, _number(level.get(_W + "ilvl"))] = level
        for one in numbering.iterchildren(_W + "num"):
            self._lists[str(one.get(_W + "numId"))] = (_value(one, "abstractNumId") or "", one)

    def definition(self, number: str) -> str:
        """What lists that are counted together have in common."""
        return self._lists[number][0] if number in self._lists else number

    def mark(self, number: str, depth: int) -> str:
        """The mark of the next item: "•" or its number as it is shown."""
        definition = self.definition(number)
        counts = self._counts.setdefault(definition, {})
        self._start(number, counts)
        level = self._levels.get((definition, depth))
        counts[depth] = counts.get(depth, _number(_value(level, "start"), 1) - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        style = _STYLES.get(_value(level, "numFmt") or "bullet")
        if style is None:
            return "•"
        pattern = _value(level, "lvlText") or f"%{depth + 1}."
        if pattern.count("%") <= 1:
            return ordinal(counts[depth], style)
        return re.sub(r"%(\d)", lambda match: self._shown(definition, int(match[1]) - 1), pattern)

    def _start(self, number: str, counts: dict[int, int]) -> None:
        if number in self._started or number not in self._lists:
            return
        self._started.add(number)
        for override in self._lists[number][1].iterchildren(_W + "lvlOverride"):
            start = _value(override, "startOverride")
            if start is not None:
                counts[_number(override.get(_W + "ilvl"))] = _number(start, 1) - 1

    def _shown(self, definition: str, depth: int) -> str:
        level = self._levels.get((definition, depth))
        count = self._counts[definition].get(depth, _number(_value(level, "start"), 1))
        style = _STYLES.get(_value(level, "numFmt") or "decimal", "1")
        return ordinal(count, style).strip("().")


class _Notes:
    """Footnotes or endnotes, numbered as the text refers to them."""

    def __init__(self, notes: Element | None, name: str, prefix: str, style: str) -> None:
        self.used: list[tuple[str, Element]] = []
        self._prefix = prefix
        self._style = style
        self._count = 0
        self._by_id = {
            note.get(_W + "id"): note
            for note in (notes.iterchildren(_W + name) if notes is not None else ())
            if note.get(_W + "type") in (None, "normal")
        }

    def mark(self, identifier: str | None, shown: str) -> str | None:
        """The mark of the note that is referred to, None where there is none."""
        note = self._by_id.pop(identifier, None)
        if note is None:
            return None
        if not shown:
            self._count += 1
            shown = ordinal(self._count, self._style).strip("().")
        mark = f"{self._prefix}{shown}"
        if mark in dict(self.used):
            mark = f"{self._prefix}{len(self.used) + 1}-{shown}"
        self.used.append((mark, note))
        return mark


# --- lines of text -----------------------------------------------------------------------------


@dataclass
class _Line:
    """A paragraph as text; text boxes that hang on it wait in `boxes`."""

    paragraph: Element
    writer: InlineWriter
    boxes: list[Element] = field(default_factory=list)


class _Lines:
    """Makes lines of text out of paragraphs, in order: it counts notes and pages."""

    def __init__(self, parts: _Parts, styles: _Styles) -> None:
        self._styles = styles
        endnote_style = _value(parts.settings, "endnotePr", "numFmt") or "lowerRoman"
        self.footnotes = _Notes(parts.footnotes, "footnote", "", "1")
        self.endnotes = _Notes(
            parts.endnotes, "endnote", "endnote-", _STYLES.get(endnote_style, "i")
        )
        self._has_pages = _has_pages(parts)
        self._sections = [
            section for section in parts.body.iter(_W + "sectPr") if _is_current(section)
        ]
        self._section = 0
        self._next_page = False
        self._last_break = ""
        self._has_text = False

    def inline(self, paragraphs: Iterable[Element], boxes: list[Element]) -> Inline:
        """Paragraphs as one line; text boxes that hang on them are added to `boxes`."""
        writer = InlineWriter()
        for paragraph in paragraphs:
            writer.write(" ")
            line = _Line(paragraph, writer, boxes)
            if self._next_page or self._begins_page(paragraph):
                self._break(line, "asked")
            self._next_page = False
            self._walk(paragraph, line)
            if _find(paragraph, "pPr", "sectPr") is not None:
                self._end_section()
        return writer.inline()

    def _begins_page(self, paragraph: Element) -> bool:
        holders = (paragraph, *self._styles.of(paragraph))
        said = (_switch(holder, "pPr", "pageBreakBefore") for holder in holders)
        return next((one for one in said if one is not None), False)

    def _end_section(self) -> None:
        # How a section begins is said in its own properties, which stand at its end.
        self._section += 1
        following = self._sections[self._section : self._section + 1]
        kind = _value(following[0], "type") if following else "continuous"
        self._next_page = kind not in ("continuous", "nextColumn")

    def is_bold(self, paragraph: Element) -> bool:
        """Whether all text of a paragraph is bold."""
        runs = [run for run in paragraph.iter(_W + "r") if run.findtext(_W + "t", "").strip()]
        return bool(runs) and all(self._styles.run_switch(run, paragraph, "b") for run in runs)

    def without_pages(self) -> "_Lines":
        """For notes and text boxes, whose marks of pages repeat those of the text."""
        other = copy(self)
        other._has_pages = False
        return other

    def _walk(self, parent: Element, line: _Line) -> None:
        for child in parent:
            if child.tag == _W + "r":
                self._run(child, line)
            elif child.tag in _WRAPPERS:
                self._walk(child, line)
            elif child.tag in (_M + "oMath", _M + "oMathPara"):
                line.writer.write("".join(text.text or "" for text in child.iter(_M + "t")))

    def _run(self, run: Element, line: _Line) -> None:
        if self._styles.run_switch(run, line.paragraph, "vanish"):
            return
        is_raised = _value(run, "rPr", "vertAlign") == "superscript"
        shown = ""
        for child in run:
            name = child.tag.removeprefix(_W) if isinstance(child.tag, str) else ""
            if name in ("footnoteReference", "endnoteReference"):
                shown = self._note(child, run, name, line)
            elif name == "t" and not shown:
                self._text(child.text or "", is_raised, line)
            elif name in _SPACES:
                self._text(_SPACES[name], False, line)
            elif name == "br":
                self._line_break(child, line)
            elif name == "lastRenderedPageBreak":
                self._break(line, "rendered")
            else:
                self._embedded(child, line)

    def _text(self, text: str, is_raised: bool, line: _Line) -> None:
        if text.strip():
            self._last_break = ""
            self._has_text = True
        if is_raised:
            line.writer.raised(text)
        else:
            line.writer.write(text)

    def _note(self, reference: Element, run: Element, name: str, line: _Line) -> str:
        """Mark a note; returns the sign that follows as its mark where the author chose one."""
        chosen = reference.get(_W + "customMarkFollows") in ("1", "true", "on")
        shown = "".join(text.text or "" for text in run.iter(_W + "t")).strip() if chosen else ""
        notes = self.footnotes if name == "footnoteReference" else self.endnotes
        mark = notes.mark(reference.get(_W + "id"), shown)
        if mark:
            line.writer.mark(mark)
        return shown

    def _line_break(self, element: Element, line: _Line) -> None:
        if element.get(_W + "type") == "page":
            self._break(line, "asked")
        else:
            line.writer.write(" ")

    def _break(self, line: _Line, kind: str) -> None:
        # Word marks as laid out also the page that was asked for right before.
        is_same = kind == "rendered" and self._last_break == "asked"
        if self._has_pages and self._has_text and not is_same:
            line.writer.page_break()
        self._last_break = kind

    def _embedded(self, element: Element, line: _Line) -> None:
        """Text boxes in drawings; one that is drawn in two ways is read once."""
        if element.tag == _MC + "AlternateContent":
            drawn = [way for way in element if next(way.iter(_W + "txbxContent"), None) is not None]
            element = drawn[0] if drawn else element
        if element.tag == _W + "ruby":
            base = _find(element, "rubyBase")
            self._walk(base if base is not None else element, line)
        else:
            line.boxes += _outermost(element, _W + "txbxContent")


_SPACES = {"tab": " ", "cr": " ", "ptab": " ", "noBreakHyphen": "-"}


def _outermost(element: Element, tag: str) -> list[Element]:
    if element.tag == tag:
        return [element]
    return [found for child in element for found in _outermost(child, tag)]


def _is_current(section: Element) -> bool:
    """Whether it is no older state of a section that was kept when it was changed."""
    return str(section.getparent().tag) in (_W + "pPr", _W + "body")


def _has_pages(parts: _Parts) -> bool:
    """Whether the breaks in the file show its pages.

    A program that leaves no marks of the pages that it laid out says at best how many they are.
    """
    if next(parts.body.iter(_W + "lastRenderedPageBreak"), None) is not None or not parts.pages:
        return True
    asked = sum(1 for one in parts.body.iter(_W + "br") if one.get(_W + "type") == "page")
    asked += sum(1 for _ in parts.body.iter(_W + "pageBreakBefore"))
    kinds = [_value(one, "type") for one in parts.body.iter(_W + "sectPr") if _is_current(one)]
    asked += sum(kind not in ("continuous", "nextColumn") for kind in kinds[1:])
    return parts.pages == asked + 1


# --- the walk ----------------------------------------------------------------------------------


_CONTENTS = re.compile(r"toc(?: heading| \d)|table of figures")


class _Reader:
    """Drives the builder along the document; list items wait for the end of their list."""

    def __init__(self, parts: _Parts) -> None:
        self._parts = parts
        self._builder = DocumentBuilder()
        self._styles = _Styles(parts.styles)
        self._numbering = _Numbering(parts.numbering)
        self._lines = _Lines(parts, self._styles)
        self._items: list[tuple[str, Inline]] = []
        self._list = ""
        self._title = ""
        self._has_heading = False

    def read(self, identifier: str) -> Document:
        """The document with all of the body and its notes."""
        self._blocks(_filled(self._parts.body))
        builder = self._out()
        lines = self._lines.without_pages()
        for mark, note in (*lines.footnotes.used, *lines.endnotes.used):
            builder.footnote(mark, [lines.inline([one], []) for one in _paragraphs(note)])
        title = self._title or ("" if self._has_heading else self._parts.title)
        return builder.build(identifier, title)

    def _out(self) -> DocumentBuilder:
        """The builder, after the list that was waiting has been added."""
        items, self._items, self._list = self._items, [], ""
        self._builder.list_of(items)
        return self._builder

    def _blocks(self, elements: Sequence[Element]) -> None:
        position = 0
        while position < len(elements):
            position += self._block(*elements[position : position + 3])

    def _block(self, first: Element, *following: Element) -> int:
        """Add a paragraph, or a table with the caption before or after it; returns how many."""
        is_followed = [element.tag == _W + "tbl" for element in following]
        if first.tag == _W + "tbl":
            # A caption right before another table is that one's.
            has_caption = is_followed[:1] == [False] and is_followed[1:] != [True]
            has_caption = has_caption and self._is_table_caption(following[0], after=True)
            self._table(first, None, following[0] if has_caption else None)
            return 1 + has_caption
        if is_followed[:1] == [True] and self._is_table_caption(first):
            boxes: list[Element] = []
            self._table(following[0], self._lines.inline([first], boxes), None)
            self._text_boxes(boxes)
            return 2
        self._paragraph(first)
        return 1

    def _is_table_caption(self, paragraph: Element, after: bool = False) -> bool:
        text = _words(paragraph)
        label, _ = label_and_caption(text) or ("", "")
        names = self._styles.names(paragraph)
        if "Table" in label:
            return "caption" in names or is_caption_line(text) or self._lines.is_bold(paragraph)
        is_styled = "table caption" in names or ("caption" in names and not after)
        return bool(text) and not label and is_styled and "image caption" not in names

    # Paragraphs

    def _paragraph(self, paragraph: Element) -> None:
        boxes: list[Element] = []
        inline = self._lines.inline([paragraph], boxes)
        names = self._styles.names(paragraph)
        if not inline.text or any(_CONTENTS.fullmatch(name) for name in names):
            for _ in inline.page_breaks:
                self._out().page_break()
        else:
            self._line(paragraph, inline, names)
        self._text_boxes(boxes)

    def _line(self, paragraph: Element, inline: Inline, names: Sequence[str]) -> None:
        level = self._styles.level(paragraph)
        number, depth = self._number(paragraph)
        if level is not None:
            mark = self._numbering.mark(number, depth) if number else "•"
            self._has_heading = True
            self._title = self._title or (inline.text if "title" in names else "")
            self._out().heading(level, inline if mark == "•" else _after(f"{mark} ", inline))
        elif number:
            self._item(number, depth, inline)
        elif self._is_figure(paragraph, inline, names):
            self._out().figure(inline)
        else:
            self._out().paragraph(inline)

    def _is_figure(self, paragraph: Element, inline: Inline, names: Sequence[str]) -> bool:
        label, _ = label_and_caption(inline.text) or ("", "")
        is_styled = "caption" in names or self._lines.is_bold(paragraph)
        return "image caption" in names or (label.startswith("Figure") and is_styled)

    def _number(self, paragraph: Element) -> tuple[str, int]:
        """The list that a paragraph belongs to, "" for none, and how deep in it."""
        for holder in (paragraph, *self._styles.of(paragraph)):
            number = _value(holder, "pPr", "numPr", "numId")
            if number is not None:
                depth = _number(_value(holder, "pPr", "numPr", "ilvl"))
                return ("" if number == "0" else number), min(max(depth, 0), 8)
        return "", 0

    def _item(self, number: str, depth: int, inline: Inline) -> None:
        definition = self._numbering.definition(number)
        if depth == 0 and self._list not in ("", definition):
            self._out()
        if depth == 0 or not self._items:
            self._list = definition
        self._items.append((self._numbering.mark(number, depth), inline))

    # Boxes and tables

    def _text_boxes(self, boxes: Sequence[Element]) -> None:
        lines, self._lines = self._lines, self._lines.without_pages()
        for box in boxes:
            self._frame(box)
        self._lines = lines

    def _frame(self, frame: Element) -> None:
        """A text box or a single cell: a box if it opens like one, else what it holds."""
        elements = _filled(frame)
        if not elements or self._builder.in_box or not self._opens_box(elements[0]):
            self._blocks(elements)
            return
        boxes: list[Element] = []
        title = self._lines.inline([elements[0]], boxes)
        for _ in title.page_breaks:
            self._out().page_break()
        self._out().open_box(*(label_and_caption(title.text) or (title.text, "")))
        self._text_boxes(boxes)
        self._blocks(elements[1:])
        self._out().close_box()

    def _opens_box(self, first: Element) -> bool:
        text = _words(first) if first.tag == _W + "p" else ""
        label, _ = label_and_caption(text) or ("", "")
        if not label.startswith("Box") or label.startswith("Box Table"):
            return False
        is_heading = self._styles.level(first) is not None
        return is_heading or is_caption_line(text) or self._lines.is_bold(first)

    def _table(self, table: Element, caption: Inline | None, after: Element | None) -> None:
        rows = _rows(table)
        builder = self._out()
        boxes: list[Element] = []
        if max((len(row) for row in rows), default=0) <= 1:
            builder.paragraph(caption or Inline(""))
            for row in rows:
                for cell in row:
                    self._frame(cell)
        else:
            spanned = self._spanned(rows, boxes)
            bound_spans(spanned)
            if after is not None:
                caption = self._lines.inline([after], boxes)
            SpannedTable(spanned, _head(table)).add_to(builder, caption)
            after = None
        if after is not None:
            self._paragraph(after)
        self._text_boxes(boxes)

    def _spanned(
        self, rows: Sequence[Sequence[Element]], boxes: list[Element]
    ) -> list[list[SpannedCell]]:
        """Rows of cells; one that goes on in the row below is written once, where it begins."""
        above: dict[int, SpannedCell] = {}
        spanned = []
        for row in rows:
            cells = []
            here: dict[int, SpannedCell] = {}
            column = 0
            for element in row:
                merged = _find(element, "tcPr", "vMerge")
                goes_on = merged is not None and merged.get(_W + "val") != "restart"
                cell = above.get(column) if goes_on else None
                if cell is None:
                    width = _number(_value(element, "tcPr", "gridSpan"), 1)
                    inline = self._lines.inline(_paragraphs(element), boxes)
                    cell = SpannedCell(inline, width=min(max(width, 1), _WIDEST))
                    cells.append(cell)
                else:
                    cell.height += 1
                here[column] = cell
                column += cell.width
            above = here
            spanned.append(cells)
        return spanned


def _filled(parent: Element) -> list[Element]:
    return [element for element in _content(parent) if not _is_nothing(element)]


def _head(table: Element) -> int:
    """How many of the first rows are repeated on every page."""
    count = 0
    for row in _unwrapped(table, "tr"):
        if not _switch(row, "trPr", "tblHeader"):
            break
        count += 1
    return count


def _after(lead: str, inline: Inline) -> Inline:
    marks = tuple((offset + len(lead), name) for offset, name in inline.footnote_marks)
    breaks = tuple(offset + len(lead) if offset else 0 for offset in inline.page_breaks)
    return Inline(lead + inline.text, marks, breaks)
