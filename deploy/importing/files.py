"""CSV and Parquet as the same stream of text fields."""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.errors import BadInput

Fields = Sequence[str]

_CHUNK: Final = 1 << 20
_PARQUET_ROWS: Final = 10_000
_PARQUET_MARK: Final = b"PAR1"


@dataclass(frozen=True, slots=True)
class Content:
    """What identifies a file, and about how many rows it has: a line may be part of a row."""

    hash: str
    rows: int


def identify(path: Path) -> Content:
    """Read a file once for its SHA-256 and its size in rows."""
    hashed, lines = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            hashed.update(chunk)
            lines += chunk.count(b"\n")
    return Content(hashed.hexdigest(), _parquet_rows(path) if _is_parquet(path) else max(0, lines - 1))


def read_rows(path: Path) -> tuple[Fields, Iterator[Fields]]:
    """The header and the rows of a file, a bounded number of them in memory.

    Bytes that are no UTF-8 come as escapes, so that their row alone is refused. Blank lines are left out.

    Raises:
        BadInput: no header, or a Parquet file that cannot be read.
    """
    rows = _parquet(path) if _is_parquet(path) else _csv(path)
    header = next(rows, None)
    if header is None:
        raise BadInput(f"{path.name} has no header")
    return header, rows


def _csv(path: Path) -> Iterator[Fields]:
    with path.open(newline="", encoding="utf-8-sig", errors="backslashreplace") as file:
        reader = csv.reader(file)
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:  # a field without end, for example
                row = [f"unreadable: {error}"]
            if row:
                yield row


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_PARQUET_MARK)) == _PARQUET_MARK


def _parquet_rows(path: Path) -> int:
    from pyarrow import ArrowInvalid, parquet

    try:
        with parquet.ParquetFile(path) as file:
            return int(file.metadata.num_rows)
    except ArrowInvalid as error:
        raise BadInput(f"{path.name} is no readable Parquet file: {error}") from error


def _parquet(path: Path) -> Iterator[Fields]:
    import pyarrow
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        yield list(file.schema_arrow.names)
        for batch in file.iter_batches(batch_size=_PARQUET_ROWS):
            columns = [column.cast(pyarrow.string()).fill_null("").to_pylist() for column in batch.columns]
            yield from zip(*columns, strict=True)
