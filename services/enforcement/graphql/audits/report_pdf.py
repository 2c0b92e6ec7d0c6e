"""The report of an audit as a PDF (AUD-11): the sections as they stand, tables in fixed columns."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Final

from fpdf import FPDF

from services.enforcement.domain.audits.report import Report, Section, sections

MEDIA_TYPE: Final = "application/pdf"
_LEFT: Final = 10.0
_TOP: Final = 12.0
_BOTTOM: Final = 198.0
_LINE: Final = 3.6
_WIDEST: Final = 40


def report_pdf(report: Report, *, as_copy: bool) -> bytes:
    """The report, or the copy for the person; the same report gives the same bytes.

    A table is written line by line: 100,000 findings are a matter of seconds. This takes the processor, so the caller
    runs it in a thread.
    """
    pdf = FPDF(orientation="landscape", format="A4")
    pdf.set_creation_date(datetime.combine(report.issued_on, time(), UTC))
    pdf.set_title(_printable(f"Audit report {report.audit_id}, version {report.version}"))
    pdf.set_margins(_LEFT, _TOP, _LEFT)
    pdf.set_auto_page_break(True, 210 - _BOTTOM)
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 14)
    title = "Report of audit, copy for the audited person" if as_copy else "Report of audit"
    pdf.multi_cell(0, 8, title, new_x="LMARGIN", new_y="NEXT")
    for section in sections(report):
        _write(pdf, section)
    return bytes(pdf.output())


def _write(pdf: FPDF, section: Section) -> None:
    pdf.ln(3)
    pdf.set_font("Helvetica", "B", 11)
    pdf.multi_cell(0, 6, section.heading, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", "", 9)
    for paragraph in section.paragraphs:
        pdf.multi_cell(0, 4.5, _printable(paragraph), new_x="LMARGIN", new_y="NEXT")
    if section.rows:
        _write_rows(pdf, section)


def _write_rows(pdf: FPDF, section: Section) -> None:
    widths = _widths([section.header, *section.rows])
    pdf.set_font("Courier", "", 7)
    y = pdf.get_y() + _LINE
    for row in [section.header, *section.rows]:
        if y > _BOTTOM:
            pdf.add_page()
            y = _TOP + _LINE
        cells = (cell[:width].ljust(width) for cell, width in zip(row, widths, strict=True))
        pdf.text(_LEFT, y, _printable("  ".join(cells)))
        y += _LINE
    pdf.set_y(min(y, _BOTTOM))


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [min(_WIDEST, max(map(len, column))) for column in zip(*rows, strict=True)]


def _printable(text: str) -> str:
    """The text in the letters of the built-in fonts; another letter becomes a question mark."""
    return text.encode("latin-1", "replace").decode("latin-1")
