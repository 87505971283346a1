"""A workbook that appears whole: built in memory, then written beside the old one and renamed into place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import xlsxwriter

from gpss_sim.files import write_whole

OPTIONS = {
    "in_memory": True,  # temporary files take longer than the workbook itself
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}


@contextmanager
def workbook(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """Give a workbook to fill; it stands at `path` when that went well. Text is text: nothing in it is evaluated.

    Raises
    ------
    OSError
        Naming the file, if it cannot be written; nothing is left of the attempt.
    """
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        yield book
    write_whole(path, stream.getvalue())
