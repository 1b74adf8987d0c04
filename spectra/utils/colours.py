"""The colours of Okabe and Ito, which readers with any form of colour blindness tell apart.

They are never the only sign: curves differ in dashes or markers too.
"""

from typing import Final

BLUE: Final = "#0072b2"
VERMILION: Final = "#d55e00"
GREEN: Final = "#009e73"
PINK: Final = "#cc79a7"
ORANGE: Final = "#e69f00"
SKY: Final = "#56b4e9"

CYCLE: Final = (BLUE, VERMILION, GREEN, PINK, ORANGE, SKY)
"""In the order in which curves take them."""
