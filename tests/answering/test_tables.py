"""Cells answer what they answer, and no neighbour answers for a cell that is not there.

Read through the real readers, splitter, index, retriever and embedding model.
"""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from smeadvisor.answering.tables import TableAnswerer
from smeadvisor.answering.verification import Verifier
from smeadvisor.assembly import _views, build_index, open_index
from smeadvisor.assembly.finding import retriever_over, sentence_reader
from smeadvisor.domain.answers import (
    Citation,
    Claim,
    Considered,
    DraftClaim,
    DroppedClaim,
    Evidence,
)
from smeadvisor.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SURVEY = """# Survey of workshops

## Credit

The survey asked workshops about credit and customers.

**Table 2 Loans to workshops by country (million dollars)**

| Country | 2015 | 2016 | 2017 |
|---|---|---|---|
| Norway | 14 | 17 | 21 |
| Sweden | 30 | 28 | n.a. |
| Kenya | 6 |  | 9 |
| All countries | 50 | 52 | 60 |

Note: n.a. = not available.

## Practices

**Table 3 Workshops that follow good practice (% of workshops)**

| Practice | {heads} |
|---|---|---|---|---|---|---|
| Has a bank account | 22 | 51 | 83 | 31 | 64 | 90 |
| Sells over the internet | 3 | 8 | 19 | 5 | 8 | 27 |
| Keeps written accounts | 12 | 37 | 71 | 18 | 42 | 76 |

## Harbours

**Table 4 Boatyards by harbour**

| Harbour | Boats built | Turnover (million crowns) | Apprentices |
|---|---|---|---|
| Norring | 41 | 12.5 | 24 |
| Harwick | 18 | 30.2 | 11 |
| Tolle | 7 | 2.4 | 3 |

## Obstacles

**Table 5 How serious obstacles are for each trade**

| Obstacle | Bakeries | Boatyards |
|---|---|---|
| Price of electricity | High | Low |
| Lack of skilled workers | Medium | High |

**Table 6 Leading trades by city**

| Rank | Bergen | Lagos |
|---|---|---|
| 1 | Fish processing trade | Textile trade |
| 2 | Boat repair trade | Metal trade |
| 3 | Timber trade | Food trade |

## Size

**Table 7 Late payment by number of workers (% of firms)**

| | Number of workers › 1–9 | Number of workers › 10–49 | Number of workers › 50+ | All |
|---|---|---|---|---|
| Paid late by customers | 44 | 39 | 20 | 41 |
| Pays suppliers late | 25 | 31 | 33 | 27 |
""".replace(
    "{heads}",
    " | ".join(
        f"{region} › {size}"
        for region in ("West Africa", "East Africa")
        for size in ("Micro", "Small", "Medium")
    ),
)


@pytest.fixture(scope="module")
def draft(
    tmp_path_factory: pytest.TempPathFactory, small_index: Path
) -> Callable[[str], list[DraftClaim]]:
    """What is drafted for a question over the small corpus and the survey."""
    folder = tmp_path_factory.mktemp("tables")
    corpus = folder / "corpus"
    shutil.copytree(ROOT / "tests" / "corpus" / "small", corpus)
    (corpus / "survey.md").write_text(SURVEY, encoding="utf-8")
    settings = Settings(corpus_folder=corpus, index_folder=folder / "index")
    shutil.copytree(small_index, settings.index_folder)
    build_index(settings)
    index = open_index(settings)
    views = _views(settings, index)
    retriever = retriever_over(views)
    answerer = TableAnswerer(views.likeness, index.weight, index.siblings, sentence_reader().marks)

    def drafted(question: str) -> list[DraftClaim]:
        hits = retriever.retrieve(question, 10)
        considered = tuple(Considered(hit, True, "") for hit in hits)
        drafts = answerer.draft(Evidence(question, considered, 1.0))
        return [one for one in drafts if isinstance(one, DraftClaim)]

    return drafted


def _checked(drafts: list[DraftClaim]) -> list[Claim]:
    verdicts = [Verifier().check(one) for one in drafts]
    assert not [one for one in verdicts if isinstance(one, DroppedClaim)]
    return [one for one in verdicts if isinstance(one, Claim)]


def _cells(claims: list[Claim]) -> set[str]:
    """The texts of all cells that are cited."""
    return {
        cited.quote
        for claim in claims
        for cited in claim.citations
        if any((cell.start, cell.end) == (cited.start, cited.end) for cell in cited.passage.cells)
    }


@pytest.mark.parametrize(
    ("question", "says", "cells"),
    [
        # years as columns, countries as rows
        ("How much was lent to workshops in Norway in 2016?", ["17", "2016", "Table 2"], {"17"}),
        ("Norwegian workshops, loans, 2017", ["21"], {"21"}),
        ("loans to Kenyan workshops in 2015, million dollars", ["6"], {"6"}),
        ("How much was lent to workshops in all countries together in 2017?", ["60"], {"60"}),
        ("How much did Kenya's workshops borrow in 2017?", ["9"], {"9"}),
        # two header rows, sizes inside regions
        ("What share of small workshops in West Africa has a bank account?", ["51"], {"51"}),
        (
            "share of mid-sized workshops in East Africa that sell online over the internet",
            ["27"],
            {"27"},
        ),
        ("How many tiny workshops in East Africa keep written accounts?", ["18"], {"18"}),
        ("micro workshops west africa, bank acount, percent", ["22"], {"22"}),
        ("How common are written accounts among West African medium workshops?", ["71"], {"71"}),
        # a group without a size: all of its columns, none of another's
        (
            "What share of East African workshops sells over the internet?",
            ["Micro: 5", "Small: 8", "Medium: 27"],
            {"5", "8", "27"},
        ),
        # units in headers, words as columns
        ("How many boats were built in Norring?", ["41"], {"41"}),
        ("What turnover did the boatyards of Harwick have?", ["30.2", "million crowns"], {"30.2"}),
        ("How many apprentices do the boatyards in Tolle have?", ["3"], {"3"}),
        # words in cells
        ("How serious is the price of electricity for bakeries?", ["High"], {"High"}),
        ("How serious is the lack of skilled workers for bakeries?", ["Medium"], {"Medium"}),
        (
            "What are the leading trades in Lagos?",
            ["Textile trade", "Metal trade", "Food trade"],
            {"Textile trade", "Metal trade", "Food trade"},
        ),
        (
            "Which two top trades does Bergen have?",
            ["Fish", "Boat"],
            {"Fish processing trade", "Boat repair trade"},
        ),
        # classes of numbers
        ("What share of firms with 12 workers is paid late by customers?", ["39"], {"39"}),
        ("How many firms with at least 50 workers pay their suppliers late?", ["33"], {"33"}),
        ("What percentage of all firms is paid late by customers?", ["41"], {"41"}),
        ("Overall, how many firms pay suppliers late?", ["27"], {"27"}),
        ("firms of 1 to 9 people that clients pay late, %", ["44"], {"44"}),
        # the small corpus
        (
            "How much did the harbour pay in grants to small yards in 2015?",
            ["120", "thousand crowns"],
            {"120"},
        ),
        ("grants to large yards in 2016", ["260"], {"260"}),
        # several named
        ("How many boats were built in Norring and in Harwick?", ["41", "18"], {"41", "18"}),
        (
            "How much was lent to workshops in Norway and Sweden in 2015?",
            ["Norway", "Sweden"],
            {"14", "30"},
        ),
        ("turnover Tolle", ["2.4"], {"2.4"}),
        ("Third leading trade of Bergen?", ["Timber trade"], {"Timber trade"}),
    ],
)
def test_a_cell_answers(
    draft: Callable[[str], list[DraftClaim]], question: str, says: list[str], cells: set[str]
) -> None:
    claims = _checked(draft(question))
    text = "\n".join(claim.text for claim in claims)
    assert all(words in text for words in says), text
    assert _cells(claims) == cells


@pytest.mark.parametrize(
    ("question", "computed"),
    [
        (
            "How do small and medium workshops in West Africa compare in having a bank account?",
            "Medium (83) is higher than Small (51) by 32 percentage points",
        ),
        (
            "Did Norway's workshops borrow more in 2017 than in 2015?",
            "2017 (21) is higher than 2015 (14) by 7",
        ),
        (
            "Small workshops that sell over the internet: West Africa versus East Africa?",
            "West Africa (8) and East Africa (8) are equal",
        ),
        ("Which harbour built the most boats?", "Norring (41) is the highest"),
        ("Which harbour had the largest turnover?", "Harwick (30.2) is the highest"),
        ("Which year saw the highest lending in Norway?", "2017 (21) is the highest"),
        (
            "How did lending in Sweden change between 2015 and 2016?",
            "2015 (30) is higher than 2016 (28) by 2",
        ),
        (
            "How often are firms of 1 to 9 workers paid late by customers against those with 50 or more?",
            "1–9 (44) is higher than 50+ (20) by 24 percentage points",
        ),
        ("Which harbour has the fewest apprentices?", "Tolle (3) is the lowest"),
        ("Which country got the highest loans to workshops in 2015?", "Sweden (30) is the highest"),
        (
            "What good practice do micro workshops in West Africa follow least?",
            "Sells over the internet (3) is the lowest",
        ),
        (
            "In which class of firms is it most common to pay suppliers late?",
            "50+ (33) is the highest",
        ),
        (
            "Did large yards get more grants in 2015 than in 2016?",
            "2015 (300) is higher than 2016 (260) by 40",
        ),
    ],
)
def test_figures_are_compared(
    draft: Callable[[str], list[DraftClaim]], question: str, computed: str
) -> None:
    claims = _checked(draft(question))
    assert any(computed in claim.text for claim in claims), [claim.text for claim in claims]


@pytest.mark.parametrize(
    "question",
    ["How much was lent to workshops in Kenya in 2016?", "loans to Swedish workshops in 2017"],
)
def test_an_empty_cell_is_said_to_be_not_available(
    draft: Callable[[str], list[DraftClaim]], question: str
) -> None:
    (claim,) = _checked(draft(question))
    assert "not available" in claim.text and not _cells([claim]) - {"n.a."}


@pytest.mark.parametrize(
    "question",
    [
        "How much was lent to workshops in Denmark in 2016?",
        "How much was lent to workshops in Norway in 2012?",
        "What share of large workshops in West Africa has a bank account?",
        "What share of small workshops in South Asia has a bank account?",
        "What share of small workshops in Africa owned by women has a bank account?",
        "What share of firms with more than 200 workers is paid late by customers?",
        "What share of firms with 5 to 20 workers is paid late by customers?",
        "Why do small workshops in West Africa not have a bank account?",
        "How many boats were built in Copenhagen?",
        "What share of small workshops in West Africa exports to Europe?",
        "How many loaves does a wood oven bake an hour?",
        "How many apprentices does the baker school in Norring train?",
        "What are the leading trades in Oslo?",
        "Why did loans to Norwegian workshops grow until 2017?",
        "How much was lent to Kenyan bakeries in 2015?",
        "turnover of the boatyards in Bergen",
        "How many people live in Norring?",
        "How many yards got a grant in 2015?",
        "How much did the fund pay to medium yards in 2015?",
    ],
)
def test_what_no_cell_says_is_left_to_others(
    draft: Callable[[str], list[DraftClaim]], question: str
) -> None:
    assert draft(question) == []


@pytest.fixture(scope="module")
def compared(draft: Callable[[str], list[DraftClaim]]) -> list[DraftClaim]:
    """Two cells and what was computed from them."""
    drafts = draft(
        "How do small and medium workshops in West Africa compare in having a bank account?"
    )
    assert len(drafts) == 3 and drafts[2].is_computed
    return drafts


@pytest.fixture(scope="module")
def highest(draft: Callable[[str], list[DraftClaim]]) -> DraftClaim:
    """Which is the highest of several cells."""
    (found,) = draft("Which harbour built the most boats?")
    return found


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("51", "83"),  # the figure of another column
        ("51", "37"),  # the figure of another row
        ("Small", "Medium"),  # the name of another column
        ("Has a bank account", "Keeps written accounts"),  # the name of another row
        ("West Africa", "East Africa"),
    ],
)
def test_a_wrong_cell_falls(compared: list[DraftClaim], right: str, wrong: str) -> None:
    true = compared[0]
    assert right in true.text and isinstance(Verifier().check(true), Claim)
    assert isinstance(
        Verifier().check(replace(true, text=true.text.replace(right, wrong))), DroppedClaim
    )


def test_the_name_of_one_row_does_not_carry_the_figure_of_another(
    compared: list[DraftClaim], highest: DraftClaim
) -> None:
    true = compared[0]
    other = highest.citations[-1]
    mixed = DraftClaim(true.text.replace("51", other.quote), (true.citations[0], other))
    assert isinstance(Verifier().check(mixed), DroppedClaim)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("by 32", "by 23"),
        ("higher", "lower"),
        ("Medium (83) is higher than Small (51)", "Small (51) is higher than Medium (83)"),
        ("Medium (83) is higher than Small (51)", "Small (83) is higher than Medium (51)"),
        ("is higher than", "is much admired by"),
    ],
)
def test_a_wrong_comparison_falls(compared: list[DraftClaim], right: str, wrong: str) -> None:
    true = compared[2]
    assert right in true.text and isinstance(Verifier().check(true), Claim)
    assert isinstance(
        Verifier().check(replace(true, text=true.text.replace(right, wrong))), DroppedClaim
    )


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Norring (41)", "Harwick (18)"),
        ("Norring (41)", "Harwick (41)"),
        ("highest", "lowest"),
        ("Norring (41) is", "Norring (41) and Harwick (18) are"),
    ],
)
def test_a_wrong_highest_falls(highest: DraftClaim, right: str, wrong: str) -> None:
    assert right in highest.text and isinstance(Verifier().check(highest), Claim)
    wrong_one = replace(highest, text=highest.text.replace(right, wrong))
    assert isinstance(Verifier().check(wrong_one), DroppedClaim)


def test_only_a_computed_claim_may_compute(compared: list[DraftClaim]) -> None:
    assert isinstance(Verifier().check(replace(compared[2], is_computed=False)), DroppedClaim)


def test_a_cell_that_is_there_is_not_called_not_available(compared: list[DraftClaim]) -> None:
    true = compared[0]
    citations: tuple[Citation, ...] = true.citations
    draft = DraftClaim("Has a bank account, Small: not available.", citations, is_computed=True)
    assert isinstance(Verifier().check(draft), DroppedClaim)


def test_the_few_others_are_shown_beside_the_highest_each_with_its_own_figure(
    draft: Callable[[str], list[DraftClaim]],
) -> None:
    (found,) = draft("Which year saw the highest lending in Norway?")
    assert "2017 (21) is the highest for " in found.text
    before, shown = found.text.split(", before ")
    assert "(14)" in shown and isinstance(Verifier().check(found), Claim)
    (other, *_) = [part for part in shown.split(" (") if part]
    swapped = shown.replace(other, "2017", 1)
    wrong = replace(found, text=f"{before}, before {swapped}")
    assert isinstance(Verifier().check(wrong), DroppedClaim)
