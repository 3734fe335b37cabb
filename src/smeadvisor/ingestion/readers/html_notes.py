"""The text of HTML elements: lines of text, lists as items, and the footnotes that lines refer to.

It knows which links are footnote marks and where the notes stand, which lines are bold or open a
box, and it has the words to look around in a page's tree. It does not know what a browser would
show, nor in what order the parts of a page become blocks.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from urllib.parse import unquote

from bs4 import Tag
from bs4.element import PageElement, PreformattedString

from smeadvisor.ingestion.document_builder import Inline, label_and_caption
from smeadvisor.ingestion.readers.inlines import RAISED, InlineWriter, is_caption_line, ordinal

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LISTS = ("ul", "ol", "menu", "dir")
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form header hgroup hr legend li main menu ol p pre search section "
    "summary table tbody td tfoot th thead tr ul".split()
).union(HEADINGS)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)


def attribute_of(tag: Tag, name: str) -> str:
    """An attribute as text, "" where it is missing."""
    value = tag.get(name)
    return value if isinstance(value, str) else " ".join(value or ())


def text_of(tag: Tag) -> str:
    """All text inside, whatever it is, in one line."""
    return " ".join(tag.get_text().split())


def all_tags(root: Tag) -> Iterator[Tag]:
    """All elements inside. BeautifulSoup's own search is far too slow to be asked for each of them."""
    return (tag for tag in root.descendants if isinstance(tag, Tag))


def tags_named(root: Tag, *names: str) -> Iterator[Tag]:
    """All elements inside with one of these names."""
    return (tag for tag in all_tags(root) if tag.name in names)


def first_named(root: Tag, *names: str) -> Tag | None:
    """The first element inside with one of these names."""
    return next(tags_named(root, *names), None)


def nearest_named(tag: Tag, *names: str) -> Tag | None:
    """The innermost element around with one of these names."""
    return next((parent for parent in tag.parents if parent.name in names), None)


def number_of(tag: Tag, name: str, default: int = 1) -> int:
    """An attribute as a whole number."""
    text = attribute_of(tag, name).strip()
    return int(text) if re.fullmatch(r"-?\d{1,6}", text, re.ASCII) else default


# --- footnotes ---------------------------------------------------------------------------------

_MARK = re.compile(r"[\[(]?(\d{1,3}|[a-z]|[ivxlc]{1,6}|[*†‡§¶#]{1,4})[\])]?", re.IGNORECASE)
_BACK = re.compile(r"[\W\d_]*[a-z]?[\W\d_]*|(?:back|return|jump)\b.*", re.IGNORECASE)


class Notes:
    """Footnotes: short links whose target further down defines them; definitions are taken out.

    A raised link that leads to no definition is no text either: "2009" and its mark 3 are not 20093.
    """

    def __init__(self, body: Tag, content: Tag) -> None:
        self.marks: dict[int, str] = {}
        self.definitions: list[tuple[str, Tag]] = []
        self._order = {id(tag): number for number, tag in enumerate(all_tags(body))}
        self._targets = _targets(body)
        self.holders = _holders(body)
        self._names: dict[int, str] = {}
        ties = []
        for link in tags_named(content, "a"):
            mark = _reference(link)
            if mark:
                ties.append((link, mark, self._definition(link)))
                self.marks[id(link)] = ""
        outer = {id(parent) for _, _, note in ties if note for parent in note.parents}
        for link, mark, definition in ties:
            if definition is not None and id(definition) not in outer:
                self.marks[id(link)] = self._name(link, mark, definition)
        for _, definition in self.definitions:
            self._take_out(definition)

    def _definition(self, link: Tag) -> Tag | None:
        target = self._targets.get(unquote(attribute_of(link, "href")[1:]))
        # A link upwards is the way back from a note to its mark.
        if target is None or self._order[id(target)] < self._order[id(link)]:
            return None
        block = next(tag for tag in (target, *target.parents) if tag.name in BLOCKS)
        parent = block.parent
        if block.name == "p" and parent and _is_note_of_its_own(parent, block):
            block = parent
        is_simple = block.name in ("li", "p", "div", "dd", "aside") and not first_named(
            block, *HEADINGS, "table"
        )
        return block if is_simple and not _holds(block, link) else None

    def _name(self, link: Tag, mark: str, definition: Tag) -> str:
        """The mark; where another footnote has the same one, also the name of the link's target."""
        if id(definition) not in self._names:
            is_taken = mark in self._names.values()
            name = f"{attribute_of(link, 'href')[1:]}-{mark}" if is_taken else mark
            self._names[id(definition)] = name
            self.definitions.append((name, definition))
        return self._names[id(definition)]

    def _take_out(self, definition: Tag) -> None:
        """Take a definition out of the page, and the way back to its mark out of it."""
        for link in list(tags_named(definition, "a")):
            target = self._targets.get(unquote(attribute_of(link, "href")[1:]))
            is_back = target is None or self._order[id(target)] < self._order[id(definition)]
            if is_back and _BACK.fullmatch(text_of(link)):
                link.decompose()
        definition.extract()


def _holders(body: Tag) -> set[int]:
    """The elements that hold one which stands by itself."""
    holders: set[int] = set()
    for tag in all_tags(body):
        if tag.name in BLOCKS:
            for parent in tag.parents:
                if id(parent) in holders:
                    break
                holders.add(id(parent))
    return holders


def _targets(body: Tag) -> dict[str, Tag]:
    targets: dict[str, Tag] = {}
    for tag in all_tags(body):
        for attribute in ("id", "name"):
            if attribute in tag.attrs:
                targets.setdefault(attribute_of(tag, attribute), tag)
    return targets


def _reference(link: Tag) -> str | None:
    """The mark of a link that refers to a footnote, else None."""
    href = attribute_of(link, "href")
    match = _MARK.fullmatch(text_of(link).replace(" ", ""))
    if match is None or len(href) < 2 or not href.startswith("#"):
        return None
    is_raised = first_named(link, "sup") or nearest_named(link, "sup")
    names = " ".join(attribute_of(link, name) for name in ("role", "class", "epub:type")).lower()
    is_named = "note" in names or href.startswith(("#_ftn", "#_edn"))
    return match[1] if is_raised or is_named else None


def _is_note_of_its_own(parent: Tag, paragraph: Tag) -> bool:
    """Whether a note is all that a list item or a division holds, in several paragraphs perhaps."""
    first = next((child for child in parent.children if isinstance(child, Tag)), None)
    if first is not paragraph or parent.name not in ("li", "div", "aside", "dd"):
        return False
    rest = [child for child in parent.children if isinstance(child, Tag)][1:]
    return not any(
        tag.has_attr("id") or any(link.has_attr("id") for link in tags_named(tag, "a"))
        for tag in rest
    )


def _holds(tag: Tag, inner: Tag) -> bool:
    return any(parent is tag for parent in inner.parents)


# --- lines of text -----------------------------------------------------------------------------

_EDGES = {**dict.fromkeys(BLOCKS, (" ", " ")), "q": ("“", "”")}


class Text:
    """Makes lines of text out of elements; knows which links are footnote marks."""

    def __init__(self, marks: dict[int, str], holders: set[int]) -> None:
        self._marks = marks
        self._holders = holders

    def holds_blocks(self, tag: Tag) -> bool:
        """Whether elements that stand by themselves are inside."""
        return id(tag) in self._holders

    def parts(self, parent: Tag) -> Iterator[Tag | list[PageElement]]:
        """The elements that stand by themselves, and between them the runs of text that do not."""
        run: list[PageElement] = []
        for child in list(parent.children):
            if isinstance(child, Tag) and (child.name in BLOCKS or id(child) in self._holders):
                if run:
                    yield run
                run = []
                yield child
            else:
                run.append(child)
        if run:
            yield run

    def inline(self, nodes: Iterable[PageElement], lists: list[Tag] | None = None) -> Inline:
        """Elements as one line of text; with `lists`, lists inside are left out and put there."""
        writer = InlineWriter()
        self._write(nodes, writer, lists)
        return writer.inline()

    def items(self, tag: Tag) -> list[tuple[str, Inline]]:
        """The items of a list in order; those of a list inside an item follow it."""
        own = [child for child in tag.children if isinstance(child, Tag) and child.name == "li"]
        step = -1 if tag.has_attr("reversed") else 1
        number = number_of(tag, "start", len(own) if step < 0 else 1)
        found: list[tuple[str, Inline]] = []
        for child in tag.children:
            if isinstance(child, Tag) and child.name in LISTS:
                found += self.items(child)
                continue
            number = number_of(child, "value", number) if isinstance(child, Tag) else number
            inner: list[Tag] = []
            inline = self.inline([child], inner)
            mark = ordinal(number, attribute_of(tag, "type") or "1") if tag.name == "ol" else "•"
            found += [(mark, inline)] if inline.text else []
            found += [item for nested in inner for item in self.items(nested)]
            number += step if isinstance(child, Tag) else 0
        return found

    def meanings(self, tag: Tag) -> list[Inline]:
        """The items of a list of terms: each says the term and its meaning."""
        terms: list[Tag] = []
        items: list[Inline] = []
        own = [one for one in tags_named(tag, "dt", "dd") if nearest_named(one, "dl") is tag]
        for one in reversed(own):
            # Written without end tags they are parsed as if one stood inside the other.
            if one.parent and one.parent.name in ("dt", "dd"):
                one.parent.insert_after(one)
        for name, group in groupby(own, key=lambda one: one.name):
            tags = list(group)
            if name == "dd":
                items.append(self._term(terms, tags))
            terms = [] if name == "dd" else tags
        items.append(self._term(terms, ()))
        return [item for item in items if item.text]

    def _term(self, terms: Sequence[Tag], meanings: Sequence[Tag]) -> Inline:
        """Terms and what they mean as one line."""
        writer = InlineWriter()
        for number, term in enumerate(terms):
            writer.write(", " if number else "")
            self._write(term.children, writer, None)
            writer.text = writer.text.rstrip()
        writer.write(": " if writer.text and not writer.text.endswith(":") and meanings else " ")
        self._write(meanings, writer, None)
        return writer.inline()

    def paragraphs(self, tag: Tag) -> Iterator[Inline]:
        """What stands inside a footnote, of whatever kind, as plain paragraphs."""
        for part in self.parts(tag):
            if isinstance(part, Tag):
                yield from self.paragraphs(part)
            else:
                yield self.inline(part)

    def _write(
        self, nodes: Iterable[PageElement], writer: InlineWriter, lists: list[Tag] | None
    ) -> None:
        for node in nodes:
            if isinstance(node, Tag):
                self._write_tag(node, writer, lists)
            elif not isinstance(node, PreformattedString):
                writer.write(str(node))

    def _write_tag(self, tag: Tag, writer: InlineWriter, lists: list[Tag] | None) -> None:
        if id(tag) in self._marks:
            if self._marks[id(tag)]:
                writer.mark(self._marks[id(tag)])
        elif tag.name == "br":
            writer.write(" ")
        elif tag.name == "sup":
            self._write_raised(tag, writer)
        elif lists is not None and tag.name in LISTS:
            lists.append(tag)
            writer.write(" ")
        else:
            before, after = _EDGES.get(tag.name, ("", ""))
            writer.write(before)
            self._write(tag.children, writer, lists)
            writer.write(after)

    def _write_raised(self, tag: Tag, writer: InlineWriter) -> None:
        links = [link for link in tags_named(tag, "a") if id(link) in self._marks]
        if links:
            # The brackets and commas around marks go with them.
            self._write(links, writer, None)
        else:
            writer.raised(tag.get_text())


def is_bold(nodes: Iterable[PageElement]) -> bool:
    """Whether all of a line is bold, but for footnote marks and pictures."""
    found = False
    for node in nodes:
        if isinstance(node, PreformattedString):
            continue
        if not isinstance(node, Tag):
            if str(node).strip():
                return False
        elif node.name != "sup" and text_of(node):
            bold = node.name in ("b", "strong") or _BOLD.search(attribute_of(node, "style"))
            if not bold and not is_bold(node.children):
                return False
            found = True
    return found


def _opening(tag: Tag) -> Tag | None:
    """The first line inside: a heading, a paragraph or bold words before anything else."""
    for child in tag.children:
        if isinstance(child, PreformattedString):
            continue
        if not isinstance(child, Tag):
            if str(child).strip():
                return None
        elif text_of(child):
            if child.name in ("div", "header", "hgroup", "section"):
                return _opening(child)
            return child
    return None


def box_title(tag: Tag) -> Tag | None:
    """The line that opens a box with its label and caption; None where the element is no box."""
    opening = _opening(tag)
    named = label_and_caption(text_of(opening)) if opening else None
    if opening is None or named is None or not re.fullmatch(r"Box (?!Table\b).*", named[0]):
        return None
    if opening.name in HEADINGS:
        level = int(opening.name[1])
    elif is_bold([opening]) or (opening.name in BLOCKS and is_caption_line(text_of(opening))):
        level = 7
    else:
        return None
    # A section that goes on with headings of the same level is a chapter, not a box.
    others = [int(other.name[1]) for other in tags_named(tag, *HEADINGS) if other is not opening]
    if tag.name in ("section", "article") and any(other <= level for other in others):
        return None
    return opening


def without_mark(mark: str, inline: Inline, is_item: bool) -> Inline:
    """A footnote without the mark that it begins with; the number of a list item is not in it."""
    shown = re.escape(mark.rsplit("-", 1)[-1])
    raised = re.escape(mark.rsplit("-", 1)[-1].translate(RAISED))
    plain = "" if is_item else rf"|{shown}(?:[.:)]\s*|\s+)"
    match = re.match(rf"(?:[\[(]{shown}[\])]|{raised}(?!\w){plain})\s*", inline.text)
    if match is None or match.end() == len(inline.text):
        return inline
    cut = match.end()
    marks = tuple((max(offset - cut, 0), name) for offset, name in inline.footnote_marks)
    return replace(inline, text=inline.text[cut:], footnote_marks=marks)
