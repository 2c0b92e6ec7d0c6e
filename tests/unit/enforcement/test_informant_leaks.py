"""What of a sealed text must stand nowhere else, and how it is found in a text (INF-28)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enforcement.domain.informants.access import runs_of, telling

WORDS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta"]), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("sealed", "text", "leaks"),
    [
        ("Alpha Beta", "Told by ALPHA,\nBeta.", True),
        ("Alpha Beta", "Beta and Alpha", False),
        ("alpha@example.test", "write to alpha@example.test today", True),
        ("1 Alpha Street", "at 1 Alpha-Street", True),
        ("", "anything", False),
    ],
)
def test_inf_28_words_alone_count(sealed: str, text: str, leaks: bool) -> None:
    assert bool(telling(sealed) & runs_of(text)) is leaks


@given(before=WORDS, sealed=WORDS, after=WORDS)
def test_inf_28_a_sealed_text_is_found_wherever_it_stands(
    before: list[str], sealed: list[str], after: list[str]
) -> None:
    text = " ".join([*before, *sealed, *after])
    assert telling(" ".join(sealed)) <= runs_of(text)


def test_inf_28_six_words_of_a_long_text_tell() -> None:
    statement = " ".join(f"word{number}" for number in range(30))
    assert telling(statement) & runs_of("he said word10 word11 word12 word13 word14 word15 again")
    assert not telling(statement) & runs_of("he said word10 word11 word12 word13 word14 again")
