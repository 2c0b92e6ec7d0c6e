"""Which imports a case concerns (IMP-10, IMP-11)."""

from enum import StrEnum


class DefenseExemption(StrEnum):
    """Why an import of the Department of Defense is exempt (IMP-10, 19 USC 1677(20)(B))."""

    # From a country with a memorandum of understanding in effect on 1 January 1988 and continued, under its terms.
    MEMORANDUM_OF_1988 = "MEMORANDUM_OF_1988"
    NO_NON_MILITARY_USE = "NO_NON_MILITARY_USE"


def is_of_country(case_country: str, produced_in: str) -> bool:
    """Whether goods are of the country: where they were made, even if shipped through or changed in another.

    Source: IMP-11, 19 USC 1677(12).
    """
    return produced_in == case_country


def is_dutiable(*, imported_by_defense: bool, exemption: DefenseExemption | None) -> bool:
    """Whether an import bears the duty: the government's do, but for two kinds of the Department of Defense.

    Source: IMP-10, 19 USC 1677(20).
    """
    return not (imported_by_defense and exemption is not None)
