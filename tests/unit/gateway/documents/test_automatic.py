"""Texts kept under their hash: bounded by bytes, the oldest forgotten."""

from services.gateway.documents.automatic import AutomaticStore, sha256


def test_a_text_is_found_under_its_hash() -> None:
    store = AutomaticStore(100)
    store.put(sha256("{ a }"), "{ a }")
    assert store.get(sha256("{ a }")) == "{ a }"
    assert store.get(sha256("{ b }")) is None


def test_what_was_used_longest_ago_makes_room() -> None:
    store = AutomaticStore(10)
    for text in ("aaaa", "bbbb"):
        store.put(text, text)
    store.get("aaaa")
    store.put("cccc", "cccc")
    assert (store.get("aaaa"), store.get("bbbb"), store.get("cccc")) == ("aaaa", None, "cccc")
    assert (store.bytes, len(store)) == (8, 2)


def test_bytes_count_and_not_characters() -> None:
    store = AutomaticStore(3)
    store.put("1", "éé")
    assert (len(store), store.bytes) == (0, 0)
    store.put("2", "é")
    assert store.bytes == 2


def test_the_same_text_again_takes_no_more_room() -> None:
    store = AutomaticStore(100)
    store.put("1", "aaaa")
    store.put("1", "aaaa")
    assert store.bytes == 4


def test_text_that_is_no_unicode_has_a_hash() -> None:
    assert len(sha256("\ud800")) == 64
