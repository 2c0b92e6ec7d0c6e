"""Answers compressed for those who take it."""

import gzip

import pytest

from services.gateway.http.compression import ASIDE_BYTES, Compression, accepts_gzip


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        (b"gzip", True),
        (b"gzip, deflate, br", True),
        (b"br;q=1.0, GZIP;q=0.8", True),
        (b"x-gzip", True),
        (b"*", True),
        (b"*;q=0.5, br", True),
        (b"", False),
        (b"identity", False),
        (b"br, deflate", False),
        (b"gzip;q=0", False),
        (b"gzip;q=0.0, *", False),
        (b"*;q=0", False),
        (b"gzip;q=much", False),
    ],
)
def test_who_takes_gzip(accepted: bytes, taken: bool) -> None:
    assert accepts_gzip(accepted) is taken


@pytest.mark.parametrize("size", [1_000, ASIDE_BYTES + 1])
async def test_a_large_body_is_compressed_and_the_same_inside(size: int) -> None:
    body = b"ab" * size
    sent, headers = await Compression(1_000, 1).encode({b"accept-encoding": b"gzip"}, body)
    assert (b"content-encoding", b"gzip") in headers
    assert (b"vary", b"Accept-Encoding") in headers
    assert len(sent) < len(body)
    assert gzip.decompress(sent) == body


async def test_a_small_one_goes_as_it_is_and_so_it_does_to_others() -> None:
    compression = Compression(1_000, 1)
    for headers, body in (({b"accept-encoding": b"gzip"}, b"x" * 999), ({}, b"x" * 2_000)):
        sent, added = await compression.encode(headers, body)
        assert (sent, added) == (body, ((b"vary", b"Accept-Encoding"),))
