"""A slider whose position is the browser's: what the server answers does not move it back."""

from __future__ import annotations

from nicegui import ui


class Slider(ui.slider):
    """A slider that can be moved faster than the server answers."""

    LOOPBACK = False
