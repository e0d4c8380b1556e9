"""An organisation's own colour: whether it can be read, which near one can, and what the pages make of it.

Contrast as WCAG 2.2 defines it (relative luminance); 4.5 to 1 is what its level AA asks of text.
"""

import colorsys
import re
from dataclasses import dataclass
from functools import lru_cache

HEX = re.compile(r"#[0-9a-f]{6}")
NEEDED = 4.5
# What text and buttons in the colour stand on: the grounds of static/css/igot.css, light and dark.
LIGHT, DARK = ("#ffffff", "#f6f4ee"), ("#1a1f2a", "#20262f", "#12151d")
STEPS = 200

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Palette:
    """The colour itself, a stronger one for text on the soft one, a soft ground, and what is written on the colour."""

    accent: str
    deep: str
    soft: str
    on: str


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)


def _luminance(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def worst(colour: str, grounds: tuple[str, ...]) -> tuple[float, str]:
    """The least contrast of a colour with some grounds, and the ground it has it with."""
    return min((contrast(colour, ground), ground) for ground in grounds)


def readable(colour: str, grounds: tuple[str, ...]) -> bool:
    """Whether text in the colour can be read on all of the grounds."""
    return worst(colour, grounds)[0] >= NEEDED


def nearest(colour: str, grounds: tuple[str, ...]) -> str:
    """The colour of the same hue that can be read and is the least lighter or darker; the colour itself if it can."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    goal = 0.0 if grounds == LIGHT else 1.0
    for step in range(STEPS + 1):
        near = _hex(colorsys.hls_to_rgb(hue, lightness + (goal - lightness) * step / STEPS, saturation))
        if readable(near if step else colour, grounds):
            return near if step else colour
    raise AssertionError("black and white can always be read")


def _mixed(colour: str, ground: str, share: float) -> str:
    red, green, blue = (a * share + b * (1 - share) for a, b in zip(_rgb(colour), _rgb(ground), strict=True))
    return _hex((red, green, blue))


@lru_cache(maxsize=256)
def palette(colour: str, *, dark: bool) -> Palette:
    """What pages make of an accent that can be read on their grounds."""
    ground, goal = (DARK[0], "#ffffff") if dark else (LIGHT[0], "#000000")
    soft = _mixed(colour, ground, 0.18 if dark else 0.1)
    deep = _mixed(goal, colour, 0.25)
    while contrast(deep, soft) < NEEDED:
        deep = _mixed(goal, deep, 0.1)
    return Palette(colour, deep, soft, "#10162b" if dark else "#ffffff")


def for_dark(colour: str) -> str:
    """The colour for dark pages that belongs to one for light pages."""
    return nearest(colour, DARK)
