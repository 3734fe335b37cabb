"""Planted faults are false of what they cite, and the verifier catches those that count."""

from collections import Counter
from pathlib import Path

import pytest

from smeadvisor.answering.verification import Verifier
from smeadvisor.assembly.checking import cut_documents
from smeadvisor.domain.documents import Passage
from smeadvisor.errors import DatasetError
from smeadvisor.evaluation.faults import Fault, FaultKind, planted
from smeadvisor.evaluation.true_claims import Origin, TrueClaim, paraphrases, stated_claims
from smeadvisor.evaluation.verifying import judge, sample, table
from smeadvisor.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    folders = (ROOT / "corpus", ROOT / "evals" / "other-documents" / "corpus")
    return [one for folder in folders for one in cut_documents(Settings(corpus_folder=folder))]


@pytest.fixture(scope="module")
def claims(passages: list[Passage]) -> list[TrueClaim]:
    """True claims of every origin; of the paraphrases the development half only."""
    written = paraphrases(ROOT / "evals" / "claims" / "paraphrases.jsonl", passages)
    development = [one for one in written if one.split == "development"]
    return [*sample(stated_claims(passages), 400), *development]


@pytest.fixture(scope="module")
def faults(claims: list[TrueClaim], passages: list[Passage]) -> list[Fault]:
    return planted(claims, passages)


def test_there_are_a_hundred_faults_of_each_kind(faults: list[Fault]) -> None:
    counted = Counter(fault.kind for fault in faults)
    assert min(counted[kind] for kind in FaultKind) >= 100, counted


def test_every_origin_is_there(claims: list[TrueClaim]) -> None:
    assert {one.origin for one in claims} == set(Origin)


def test_a_fault_changes_the_words_or_what_they_cite(faults: list[Fault]) -> None:
    for fault in faults:
        cited = {citation.passage.id for citation in fault.draft.citations}
        own = {passage.id for passage in fault.true.passages}
        if fault.kind is FaultKind.CITATION:
            assert fault.draft.text == fault.true.text and not cited & own
        else:
            assert fault.draft.text != fault.true.text and cited == own


def test_the_same_seed_plants_the_same_faults(
    claims: list[TrueClaim], passages: list[Passage]
) -> None:
    few = claims[:40]
    assert planted(few, passages, 3) == planted(few, passages, 3)
    assert planted(few, passages, 3) != planted(few, passages, 4)


def test_the_verifier_catches_faults_and_keeps_what_is_true(
    claims: list[TrueClaim], passages: list[Passage]
) -> None:
    verdicts = judge(Verifier(), claims, passages)
    least = {
        FaultKind.NUMBER: 0.98,
        FaultKind.ENTITY: 0.93,
        FaultKind.DIRECTION: 0.90,
        FaultKind.CITATION: 0.995,
    }
    for kind, share in least.items():
        of_kind = [not one.stands for one in verdicts if one.kind is kind]
        assert sum(of_kind) >= share * len(of_kind), kind
    verbatim = [one for one in verdicts if one.kind is None and one.origin is Origin.VERBATIM]
    assert sum(not one.stands for one in verbatim) <= 0.01 * len(verbatim)
    reworded = [one for one in verdicts if one.kind is None and one.origin is Origin.PARAPHRASE]
    assert sum(not one.stands for one in reworded) <= 0.10 * len(reworded)
    shown = table(verdicts)
    assert all(kind.value in shown for kind in FaultKind) and "true but dropped" in shown


def test_paraphrases_that_are_not_there_are_an_error_for_people(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read"):
        paraphrases(tmp_path / "absent.jsonl", [])
