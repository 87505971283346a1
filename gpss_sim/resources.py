"""Where the files that ship under a name are: scenarios and experiments.

In a checkout they are the top-level folders; a wheel carries them inside the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

PACKAGE = Path(__file__).resolve().parent

Kind = Literal["scenarios", "experiments"]


def shipped(kind: Kind) -> Path:
    """Return the folder of the shipped files of one kind.

    Parameters
    ----------
    kind : {"scenarios", "experiments"}
        Which files.

    Returns
    -------
    Path
        An absolute folder, inside an installed wheel or beside the package in a checkout.

    >>> shipped("scenarios").name
    'scenarios'
    """
    packed = PACKAGE / "_shipped" / kind
    return packed if packed.is_dir() else PACKAGE.parent / kind
