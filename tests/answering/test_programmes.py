from collections.abc import Sequence
from pathlib import Path

import pytest

from smeadvisor.advisor import Advisor
from smeadvisor.answering.programme_answers import ProgrammeAnswerer
from smeadvisor.answering.programmes import Register, read_register
from smeadvisor.answering.verification import Verifier
from smeadvisor.domain.answers import Claim, Considered, DraftClaim, Evidence, Hit, Remark
from smeadvisor.domain.documents import Document, Passage
from smeadvisor.domain.programmes import Programme
from smeadvisor.ingestion.readers import read
from smeadvisor.ingestion.splitter import Splitter

REPORT = """# Help for small firms

Everything here was gathered in 2019. The World Food Programme and the United Nations Development
Programme gave advice. A business plan helps, and so does a World Bank project or the national plan.

**Table 1 What is offered: Selling Abroad**

| Economy | Scheme | What it offers | Agency | Budget | Start |
|---|---|---|---|---|---|
| Viet Nam | First Crate Scheme | 40% of freight, up to $2,000 | Trade Office | 3 million dong | 2011 |
| Viet Nam | Fair Ticket | A stand at one trade fair a year | n.a. | – | 2014 |
| Korea, Republic of | Port Mentor Programme | Papers for 18 months | Sea Chamber | 7 million won | 2009–2012 |

**Table 2 Projects counted**

| Year | Number of projects |
|---|---|
| 2011 | 12 |
| 2012 | 15 |

**Table 3 Opinions of owners**

| Measure | Small | Large |
|---|---|---|
| Trust | 3.1 | 3.4 |
| Effort | 2.2 | 2.9 |

> **Box 1 How Chile Helps Bakers**
>
> In 2004 the Northern Crafts Council launched the Warm Oven Credit Scheme, which lends up to 500 dollars.
> More than 300 bakers have joined. The Warm Oven Credit Scheme has no office (Kim 2006).

Firms in Peru and Bolivia may turn to the Andean Wool Export Initiative. Thailand's Small Boat Repair
Fund pays 30% of repairs. The Port Mentor Programme is liked by its users in Korea.
"""
CUT = Splitter(lambda text: len(text.split()), 60)


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("report") / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    return read(path)


@pytest.fixture(scope="module")
def register(document: Document) -> Register:
    return read_register(CUT.split(document), lambda _, start, end: document.text[start:end])


def names(programmes: list[Programme]) -> list[str]:
    return [one.name.text for one in programmes]


def named(register: Register, name: str) -> Programme:
    (found,) = [one for one in register.programmes if one.name.text == name]
    return found


def test_only_what_is_a_programme_is_one(register: Register) -> None:
    assert names(register.find()) == [
        "First Crate Scheme",
        "Fair Ticket",
        "Port Mentor Programme",
        "Warm Oven Credit Scheme",
        "Andean Wool Export Initiative",
        "Small Boat Repair Fund",
    ]


def test_a_row_gives_every_field_its_column_states(register: Register) -> None:
    crate = named(register, "First Crate Scheme")
    assert crate.is_row
    assert crate.country is not None and crate.country.text == "Viet Nam"
    assert crate.kind is not None and crate.kind.text == "Selling Abroad"
    assert crate.agency is not None and crate.agency.text == "Trade Office"
    assert [one.text for one in crate.features] == ["40% of freight, up to $2,000"]
    assert [one.text for one in crate.amounts] == ["Budget: 3 million dong", "40%", "up to $2,000"]
    assert [one.text for one in crate.years] == ["Start: 2011"]


def test_an_empty_cell_states_nothing(register: Register) -> None:
    ticket = named(register, "Fair Ticket")
    assert ticket.agency is None
    assert ticket.amounts == ()
    assert ticket.to_dict()["agency"] is None


def test_a_sentence_gives_what_it_says_and_its_box_the_country(register: Register) -> None:
    oven = named(register, "Warm Oven Credit Scheme")
    assert not oven.is_row
    assert oven.country is not None and oven.country.text == "Chile"
    assert oven.agency is not None and oven.agency.text == "Northern Crafts Council"
    assert [one.text for one in oven.amounts] == ["up to 500 dollars"]
    assert [one.text for one in oven.years] == ["2004"]  # 2006 dates a book
    assert len(oven.features) == 2


def test_two_countries_in_a_sentence_are_none_and_an_owner_is_no_part_of_the_name(
    register: Register,
) -> None:
    assert named(register, "Andean Wool Export Initiative").country is None
    boats = named(register, "Small Boat Repair Fund")
    assert boats.country is not None and boats.country.text == "Thailand"


def test_a_row_wins_over_a_sentence_that_names_it(register: Register) -> None:
    mentor = named(register, "Port Mentor Programme")
    assert mentor.is_row
    assert [one.text for one in mentor.features] == ["Papers for 18 months"]


def test_every_field_quotes_the_document(register: Register, document: Document) -> None:
    for programme in register.programmes:
        for stated in programme.fields:
            cited = stated.citation
            assert document.text[cited.start : cited.end] == cited.quote
            assert stated.text.endswith(cited.quote)


@pytest.mark.parametrize("country", ["Vietnam", "viet nam", "Vietnamese"])
def test_a_country_is_found_by_any_of_its_names(register: Register, country: str) -> None:
    assert names(register.find(country)) == ["First Crate Scheme", "Fair Ticket"]


def test_kind_and_words_are_compared_by_their_stems(register: Register) -> None:
    assert names(register.find(kind="sell abroad")) == [
        "First Crate Scheme",
        "Fair Ticket",
        "Port Mentor Programme",
    ]
    assert names(register.find("South Korea", text="freight")) == []
    assert names(register.find("South Korea", text="paper")) == ["Port Mentor Programme"]
    assert names(register.find(text="baker")) == []  # said of no programme
    assert register.find("Japan") == []
    assert register.countries == ("Chile", "South Korea", "Thailand", "Vietnam")


def test_the_shipped_documents_tables_are_read_whole(advisor: Advisor) -> None:
    assert names(advisor.programmes("Thailand", "export")) == [
        "Board of Investment Unit for Industrial Linkage Development (BUILD)",
        "Office of Small and Medium Enterprise Promotion promotional programs",
    ]
    (scheme,) = advisor.programmes("Singapore", text="external experts")
    assert [one.text for one in scheme.amounts] == ["up to 50%"]
    taiwan = advisor.programmes("Taiwan")
    assert "Center-Satellite Factory Promotion Program" in names(taiwan)
    assert taiwan == advisor.programmes("Taipei,China")
    assert advisor.programmes("Vietnam") == []
    rows = [one for one in advisor.programmes() if one.is_row]
    assert len(rows) == 43
    assert all(one.country and one.region and one.kind and one.features for one in rows)


def test_every_field_of_the_shipped_documents_is_a_quote(advisor: Advisor) -> None:
    for programme in advisor.programmes():
        for stated in programme.fields:
            assert stated.text == stated.citation.quote


def test_the_register_is_read_once(advisor: Advisor) -> None:
    assert advisor.register() is advisor.register()


def answered(register: Register, question: str, passage: Passage) -> list[DraftClaim | Remark]:
    evidence = Evidence(question, (Considered(Hit(passage, 1.0), True, ""),), 1.0)
    return list(ProgrammeAnswerer(lambda: register).draft(evidence))


def claims(drafts: list[DraftClaim | Remark]) -> list[str]:
    """The drafts' texts; each stands before the verifier."""
    drafted = [draft for draft in drafts if isinstance(draft, DraftClaim)]
    checked = [Verifier().check(draft) for draft in drafted]
    assert all(isinstance(claim, Claim) for claim in checked), checked
    return [claim.text for claim in drafted]


@pytest.fixture(scope="module")
def any_passage(document: Document) -> Passage:
    return CUT.split(document)[0]


def test_programmes_of_a_country_are_a_list_of_claims(
    register: Register, any_passage: Passage
) -> None:
    drafts = answered(register, "Which schemes does Vietnam have?", any_passage)
    assert claims(drafts) == [
        "First Crate Scheme (Viet Nam): 40% of freight, up to $2,000.",
        "Fair Ticket (Viet Nam): A stand at one trade fair a year.",
    ]
    assert all(isinstance(draft, DraftClaim) and draft.is_item for draft in drafts)


@pytest.mark.parametrize(
    "question",
    [
        "Which Vietnamese schemes are listed in the table of freight, fairs and papers?",
        "Which schemes does the report's table name for Vietnam?",
        "What projects of Vietnam appear in the overview of selling abroad?",
        "Which of the programmes in Table 1 are from Vietnam?",
    ],
)
def test_what_a_table_lists_for_a_country_is_listed_whole(
    register: Register, any_passage: Passage, question: str
) -> None:
    drafts = answered(register, question, any_passage)
    assert [text.split(" (")[0] for text in claims(drafts)] == ["First Crate Scheme", "Fair Ticket"]
    assert drafts[-1] == Remark("That is the whole list: 2 of 2.")


@pytest.mark.parametrize(
    "question",
    [
        "What does Vietnam offer its small firms?",
        "What does Vietnam's government do for businesses?",
        "And what else does Viet Nam provide for companies?",
    ],
)
def test_what_a_country_offers_firms_are_its_programmes(
    register: Register, any_passage: Passage, question: str
) -> None:
    drafts = answered(register, question, any_passage)
    assert "First Crate Scheme (Viet Nam): 40% of freight, up to $2,000." in claims(drafts)


def test_what_a_country_offers_is_given_for_each_matter_that_is_asked_about(
    register: Register, any_passage: Passage
) -> None:
    drafts = answered(
        register,
        "What does Vietnam offer its small firms, first on the freight side and then for showing at fairs?",
        any_passage,
    )
    assert [text.split(" (")[0] for text in claims(drafts)] == ["First Crate Scheme", "Fair Ticket"]


def test_a_topic_beside_the_table_still_tells_which_are_meant(
    register: Register, any_passage: Passage
) -> None:
    drafts = answered(
        register,
        "Which freight schemes in the table are for Vietnam, and who runs them?",
        any_passage,
    )
    assert [text.split(" (")[0] for text in claims(drafts)] == ["First Crate Scheme"]


def test_a_long_list_of_a_table_is_given_by_its_names(tmp_path: Path, any_passage: Passage) -> None:
    rows = "".join(f"| Peru | Crate Scheme {n} | {'Freight by sea. ' * 9} |\n" for n in "ABCDEF")
    path = tmp_path / "long.md"
    path.write_text(
        f"**Table 1 Freight**\n\n| Economy | Scheme | What it offers |\n|---|---|---|\n{rows}",
        encoding="utf-8",
    )
    document = read(path)
    register = read_register(CUT.split(document), lambda _, start, end: document.text[start:end])
    drafts = answered(register, "Which schemes are listed for Peru in the table?", any_passage)
    assert claims(drafts) == [f"Crate Scheme {n} (Peru)." for n in "ABCDEF"]


def test_what_prose_names_is_answered_in_its_own_sentences(
    register: Register, any_passage: Passage
) -> None:
    drafts = answered(register, "Which funds pay for boat repairs in Thailand?", any_passage)
    assert claims(drafts) == ["Thailand's Small Boat Repair Fund pays 30% of repairs."]


def test_a_comparison_says_which_side_has_none(register: Register, any_passage: Passage) -> None:
    drafts = answered(
        register, "Compare the programmes for freight of Vietnam and Chile", any_passage
    )
    assert [text.split(" (")[0] for text in claims(drafts)] == ["First Crate Scheme"]
    assert drafts[-1] == Remark("I found no such programme for Chile.", is_gap=True)


@pytest.mark.parametrize(
    "question",
    [
        "Which programmes does Japan have?",
        "Which programmes for farmers does Vietnam have?",
        "Which loans does Chile give to miners?",
        "How much does the First Crate Scheme pay in Vietnam?",
        "Which agency runs the First Crate Scheme programme?",
        "When was the Warm Oven Credit Scheme launched?",
        "What did firms in Vietnam think of the programmes?",
        "What do Vietnamese bakers offer firms?",
        "What does Vietnam have to fear from large firms' freight?",
        "What is innovation?",
    ],
)
def test_other_questions_are_left_to_others(
    register: Register, any_passage: Passage, question: str
) -> None:
    assert answered(register, question, any_passage) == []


def test_nothing_is_said_where_the_gate_kept_no_evidence(register: Register) -> None:
    evidence = Evidence("Which schemes does Vietnam have?", (), 0.0)
    assert list(ProgrammeAnswerer(lambda: register).draft(evidence)) == []


def test_meaning_orders_those_that_speak_of_the_topic(
    register: Register, any_passage: Passage
) -> None:
    def likes_fairs(_: str, texts: Sequence[str]) -> list[float]:
        return [1.0 if "fair" in text else 0.0 for text in texts]

    evidence = Evidence(
        "Which programmes for a trade fair or for freight does Vietnam have?",
        (Considered(Hit(any_passage, 1.0), True, ""),),
        1.0,
    )
    drafts = list(ProgrammeAnswerer(lambda: register, likes_fairs).draft(evidence))
    assert [text.split(" (")[0] for text in claims(drafts)] == ["Fair Ticket"]


@pytest.mark.parametrize(
    "question",
    [
        "Which Vietnamese schemes foot two fifths of the bill?",
        "Which schemes of Vietnam pay 40 percent, and what is the money for?",
    ],
)
def test_what_pays_the_share_that_is_asked_for_is_given(
    register: Register, any_passage: Passage, question: str
) -> None:
    found = claims(answered(register, question, any_passage))
    assert [text.split(" (")[0] for text in found] == ["First Crate Scheme"]


def test_one_that_is_meant_in_other_words_is_given_where_it_stands_out(
    register: Register, any_passage: Passage
) -> None:
    def answers(*likeness: float) -> list[str]:
        def like(_: str, texts: Sequence[str]) -> list[float]:
            return list(likeness[: len(texts)])

        evidence = Evidence(
            "Which Vietnamese programme lets me show my wares?",
            (Considered(Hit(any_passage, 1.0), True, ""),),
            1.0,
        )
        drafts = list(ProgrammeAnswerer(lambda: register, like).draft(evidence))
        return [text.split(" (")[0] for text in claims(drafts)]

    assert answers(0.1, 0.8) == ["Fair Ticket"]
    assert answers(0.8, 0.8) == [], "neither stands out"
    assert answers(0.1, 0.3) == [], "none is near"


def test_a_programme_is_known_by_the_telling_words_of_its_name(
    register: Register, any_passage: Passage
) -> None:
    asked = "What does Korea's mentor for the port give, and what does Vietnam's ticket to a fair cover?"
    assert [text.split(" (")[0] for text in claims(answered(register, asked, any_passage))] == [
        "Port Mentor Programme",
        "Fair Ticket",
    ]
    for other in (
        "What does the mentor for the port give?",
        "What does Korea's mentor for the port cost?",
        "What does Vietnam's ticket cover?",
    ):
        assert answered(register, other, any_passage) == []


@pytest.mark.parametrize("name", ["bakery-notes.txt", "harbour-grants.md"])
def test_a_document_without_programmes_has_none(name: str) -> None:
    document = read(Path(__file__).parents[1] / "corpus" / "small" / name)
    found = read_register(CUT.split(document), lambda _, start, end: document.text[start:end])
    assert found.programmes == ()
