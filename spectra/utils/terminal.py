"""The console on which commands write: colours where they are wanted, at most 80 columns."""

import os
from typing import IO, Literal

from rich.console import Console

from spectra.utils.ascii_text import WIDTH


class Stream(Console):
    """A console of at most 80 columns that leaves a closed pipe to the command."""

    def __init__(self, file: IO[str]) -> None:
        # NO_COLOR leaves bold and dim to rich; a reader who sets it wants plain text
        colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
        super().__init__(file=file, color_system=colours, highlight=False)
        self.width = min(self.width, WIDTH) if self.is_terminal else WIDTH

    def on_broken_pipe(self) -> None:
        """Raise as every other stream does; rich would leave with a code of its own."""
        raise BrokenPipeError
