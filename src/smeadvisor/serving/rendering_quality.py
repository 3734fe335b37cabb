"""What was measured, and what the page is made of, as HTML: words first, then tables.

Pure; does not know who shows it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from smeadvisor.domain.indexed import IndexedDocument
from smeadvisor.evaluation.newest import Measured
from smeadvisor.evaluation.statistics import Interval
from smeadvisor.evaluation.summary import DECLINED, HEADLINE, Group, Summary

NOTHING_MEASURED = (
    "Nothing has been measured on this machine yet, so nothing is claimed here. Whoever runs this "
    "server can measure with: smeadvisor eval"
)
_NOT_SAID = "—"
_BY_KIND = ("right", "key facts", "citation recall", "facts@5")


@dataclass(frozen=True, slots=True)
class Made:
    """What a page answers with; a name that is empty stands for none. Folders are as they are set."""

    version: str
    embedding_model: str
    reranker: str
    chat_model: str
    chat_server: str
    corpus_folder: str
    index_folder: str
    keeps_feedback: bool
    asks_for_log_in: bool


def quality_html(measured: Measured | None) -> str:
    """The newest report in words and tables, or that there is none."""
    if measured is None:
        return f'<p class="note">{_escaped(NOTHING_MEASURED)}</p>'
    config, summary = measured.config, measured.summary
    asked = (
        f"On {config.started[:10]}, {summary.questions:,} questions of {config.dataset} "
        f"({_split(config.split)}) were asked and the answers compared with what the documents say. "
        "In brackets stands how sure each figure is: the interval that holds the true share in 95 "
        "cases of 100."
    )
    parts = [
        f"<p>{_escaped(asked)}</p>",
        f"<p>{_escaped(' '.join(_in_words(summary)))}</p>",
        _headline(summary),
        _kinds([summary.answerable, *summary.by_kind]),
        _declining(summary),
        _times(summary),
        f'<p class="note">{_escaped(f"Run {measured.name}, on {config.machine}.")}</p>',
    ]
    return f'<section class="quality"><h2>How good the answers are</h2>{"".join(parts)}</section>'


def about_html(made: Made, documents: Sequence[IndexedDocument]) -> str:
    """What the page rests on: documents with their terms, models, version, what is kept where."""
    return (
        '<section class="about"><h2>About smeadvisor</h2>'
        f"<p>Version {_escaped(made.version)}. It answers from the documents below and from "
        "nothing else; every statement is checked against the words it quotes.</p>"
        f"<h3>Documents</h3>{_terms(documents)}"
        f"<h3>Models</h3>{_pairs(_models(made))}"
        f"<h3>Privacy</h3>{_items(_privacy(made))}</section>"
    )


def _in_words(summary: Summary) -> Iterable[str]:
    """The two sentences that matter most, and the price of caution."""
    right, declined = summary.headline.get("right"), summary.headline.get(DECLINED)
    if right:
        yield (
            f"Of {right.count:,} questions that the documents answer, {_percent(right.value)} got an "
            "answer with all key facts."
        )
    if declined:
        yield (
            f"Of {declined.count:,} questions that they do not answer, "
            f"{_percent(declined.value)} were declined."
        )
    risk, coverage = summary.abstention.risk, summary.abstention.coverage
    if risk is not None and coverage is not None:
        yield (
            f"{_percent(coverage)} of all were answered, and {_percent(risk)} of those answers lacked "
            "a key fact or should have been declined."
        )


def _headline(summary: Summary) -> str:
    rows = [
        (name, HEADLINE.get(name, ""), str(value), f"{value.count:,}")
        for name, value in summary.headline.items()
    ]
    return _table("What matters most", ("measure", "what it is", "value", "questions"), rows)


def _kinds(groups: Sequence[Group]) -> str:
    rows = [
        (group.name, f"{group.questions:,}", *(_value(group.measures.get(one)) for one in _BY_KIND))
        for group in groups
    ]
    return _table("By kind of question", ("kind", "questions", *_BY_KIND), rows)


def _declining(summary: Summary) -> str:
    rows = [
        (f"unanswerable: {kind}", _value(value), f"{value.count:,}")
        for kind, value in summary.abstention.declined.items()
    ]
    premises = summary.abstention.not_affirmed
    if premises:
        rows.append(("false premises not affirmed", _value(premises), f"{premises.count:,}"))
    refused = summary.abstention.answerable_refused
    rows.append(("answerable, declined all the same", _value(refused), f"{refused.count:,}"))
    return _table("What was declined", ("questions", "share", "count"), rows)


def _times(summary: Summary) -> str:
    rows = [
        (name, f"{one.p50:,.0f} ms", f"{one.p95:,.0f} ms", f"{one.count:,}")
        for name, one in summary.latency.items()
    ]
    return _table("How long it took", ("step", "half within", "95 % within", "measured"), rows)


def _terms(documents: Sequence[IndexedDocument]) -> str:
    rows = [
        (
            one.title,
            ", ".join(filter(None, (one.metadata.get("publisher"), one.metadata.get("year")))),
            one.metadata.get("licence", ""),
        )
        for one in documents
    ]
    table = _table("", ("document", "publisher and year", "licence"), rows)
    return table or "<p>There is no document yet.</p>"


def _models(made: Made) -> list[tuple[str, str]]:
    return [
        ("Finds passages", made.embedding_model),
        ("Ranks them again", made.reranker or "no model of its own"),
        (
            "Writes answers",
            made.chat_model or "no chat model: answers are the documents' own words",
        ),
    ]


def _privacy(made: Made) -> list[str]:
    said = [
        f"Documents lie in the folder '{made.corpus_folder}' of the server and their index in "
        f"'{made.index_folder}'; documents that are added here are put there.",
        "Conversations are kept in your browser only, until you delete them there.",
        "What readers say of answers is kept on the server, with the question and the answer."
        if made.keeps_feedback
        else "What readers say of answers is not kept.",
        "The page loads nothing from other hosts, and no use of it is reported to anybody.",
    ]
    if made.chat_model:
        server = made.chat_server or "the model's vendor"
        said.append(
            f"Questions, and the passages found for them, are sent to {server} for the chat model "
            f"'{made.chat_model}'; nothing else leaves the server."
        )
    else:
        said.append("No chat model is set, so questions and documents do not leave the server.")
    if made.asks_for_log_in:
        said.append("The page asks for a name and a password.")
    return said


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_escaped(name)}</th><td>{_escaped(value)}</td></tr>'
        for name, value in pairs
    )
    return f'<table class="pairs"><tbody>{rows}</tbody></table>'


def _items(sentences: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{_escaped(one)}</li>' for one in sentences)}</ul>"


def _table(heading: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{_escaped(name)}</th>' for name in columns)
    body = "".join(
        f'<tr><th scope="row">{_escaped(first)}</th>'
        f"{''.join(f'<td>{_escaped(cell or _NOT_SAID)}</td>' for cell in rest)}</tr>"
        for first, *rest in rows
    )
    title = f"<h3>{_escaped(heading)}</h3>" if heading else ""
    return (
        f'{title}<div class="wide" role="region" tabindex="0" aria-label="{_escaped(heading or columns[0])}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _value(interval: Interval | None) -> str:
    return str(interval) if interval else _NOT_SAID


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _split(split: str) -> str:
    return {"test": "the half that nothing is fitted on", "all": "all of them"}.get(
        split, f"the {split} half"
    )


def _escaped(text: str) -> str:
    """Text for HTML that a Markdown renderer sees too, to which an empty line ends HTML."""
    return escape(text).replace("\n", "&#10;").replace("\r", "&#13;")
