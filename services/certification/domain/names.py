"""When two names may mean the same claimant: spellings, legal forms and slips of a letter aside."""

import re

_SEPARATORS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_LEGAL_FORMS = frozenset(
    {"the", "inc", "incorporated", "corp", "corporation", "co", "company", "llc", "ltd", "limited", "lp", "llp", "plc"}
)
_SHORTEST = 6  # in shorter names one letter makes another name


def comparable(name: str) -> str:
    """A name without case, punctuation and legal form; empty where nothing else is left."""
    words = _SEPARATORS.sub(" ", name.replace("'", "").casefold()).split()
    return " ".join(word for word in words if word not in _LEGAL_FORMS)


def spellings(name: str) -> list[str]:
    """The comparable name and what is left of it when any one letter is left out.

    Two names that have one of these in common differ by one letter, or by two letters that changed places or stand
    apart: a number is no letter, and a short name has only itself.
    """
    if len(name) < _SHORTEST:
        return [name]
    slips = [name[:position] + name[position + 1 :] for position, letter in enumerate(name) if letter.isalpha()]
    return [name, *slips]


def one_slip_apart(first: str, second: str) -> bool:
    """Whether two different comparable names are spellings of one; names that differ in a number are not."""
    if first == second or _DIGITS.findall(first) != _DIGITS.findall(second):
        return False
    return not set(spellings(first)).isdisjoint(spellings(second))
