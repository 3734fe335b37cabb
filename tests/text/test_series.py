"""How surely a sentence counts things up."""

import pytest

from smeadvisor.text.series import PLAIN, STRONG, WEAK, enumeration


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ("Baking has steps: (i) mixing; (ii) proving; and (iii) baking.", STRONG),
        (
            "It rated three things: a way to complain; trained staff; and help that was exact.",
            STRONG,
        ),
        ("The guild sells many goods, including bread, cakes, rolls and even pies.", STRONG),
        ("Two offices, the Flour Board and the Oven Bureau, help bakers.", STRONG),
        ("The state founded institutes (for rye, wheat, and oats).", STRONG),
        ("Bakers need flour, water, and salt.", PLAIN),
        (
            "A large mill may use its power to set unfair prices or to delay payment.",
            WEAK,
        ),
        ("A guild, which bakes bread and cakes, was founded.", 0.0),
        ("The harvest was late (Hill 1987, Moss 1989, and Reed 1995).", 0.0),
        ("The mill stood by the river.", 0.0),
    ],
)
def test_what_counts_things_up_is_told_from_what_does_not(sentence: str, strength: float) -> None:
    assert enumeration(sentence) == strength
