"""A page as PDF, printed by a browser that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
"""Programs that print a page without a window, in the order in which they are looked for."""
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
PATIENCE = 120
"""Longest time that a browser gets [s]."""


def browser() -> str | None:
    """Path of a browser that prints PDF; None where there is none."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return next((place for place in PLACES if Path(place).is_file()), None)


def print_pdf(page: Path, out: Path) -> bool:
    """Print a page to a PDF file on A4; False where no browser is at hand or it fails.

    Parameters
    ----------
    page : Path
        A self-contained HTML file.
    out : Path
        The PDF file.
    """
    program = browser()
    if program is None:
        return False
    with tempfile.TemporaryDirectory() as profile:
        command = [program, "--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={profile}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # a browser refuses to start as root otherwise
        command += [f"--print-to-pdf={out.resolve()}", page.resolve().as_uri()]
        try:
            subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
        except (OSError, subprocess.SubprocessError):
            return False
    return out.is_file()
