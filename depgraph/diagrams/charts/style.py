"""Type and lines of all charts, and the settings of matplotlib that they are drawn with."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from depgraph.diagrams import text
from depgraph.diagrams.theme import INK
from depgraph.errors import MissingToolError

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILIES = ("DejaVu Sans",)
"""The type: matplotlib brings it along, so that charts are the same wherever they are drawn."""

WIDE_FAMILY = "DejaVu Sans"

FILLERS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK TC",
    "Noto Sans CJK HK",
    "Noto Sans CJK JP",
    "Noto Sans CJK KR",
    "Source Han Sans SC",
    "Source Han Sans",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "IPAexGothic",
    "IPAGothic",
    "NanumGothic",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "Arial Unicode MS",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "Nirmala UI",
    "Leelawadee UI",
    "Noto Sans Symbols2",
    "Noto Emoji",
    "Segoe UI Symbol",
    "Symbola",
)
"""Fonts of Debian, macOS and Windows for what the type lacks: first Chinese, Japanese, Korean."""

_WIDE_FACTOR = 1.17

TITLE_SIZE = 16.0
SUBTITLE_SIZE = 9.0
LABEL_SIZE = 8.0
SMALL_SIZE = 7.0
"""The smallest text of a chart, in points on A4."""

GRID = "#DCDCDC"
MINOR_GRID = "#ECECEC"


@cache
def families() -> tuple[str, ...]:
    """Return the installed families: the type, then what fills its gaps, see `FILLERS`.

    Raises
    ------
    MissingToolError
        If matplotlib is not installed.
    """
    need_matplotlib()
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    first = next((name for name in FAMILIES if name in installed), WIDE_FAMILY)
    fillers = (name for name in FILLERS if name in installed)
    return tuple(dict.fromkeys((first, WIDE_FAMILY, *fillers)))


def need_matplotlib() -> None:
    """Raise `MissingToolError` if matplotlib cannot be imported."""
    try:
        import matplotlib  # noqa: F401, ICN001
    except ImportError as error:
        raise MissingToolError(
            f"charts are drawn with matplotlib, and that is not installed ({error}): "
            "pip install 'depgraph[charts]'"
        ) from error
    except (OSError, ValueError) as error:
        # What its user has set, such as MPLBACKEND, is read by the import.
        raise MissingToolError(f"matplotlib refuses its settings: {error}") from error


@contextmanager
def settings() -> Iterator[None]:
    """Have matplotlib draw inside the block as charts need it, whatever its user has set."""
    need_matplotlib()
    import matplotlib as mpl
    from matplotlib.font_manager import fontManager

    own = mpl.get_data_path()
    # Of files of the same font, the first is taken: the cache has them in any order.
    fontManager.ttflist.sort(key=lambda font: (not font.fname.startswith(own), font.fname))
    with mpl.rc_context(), _silent_about_weights():
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "font.family": list(families()),
                "font.size": LABEL_SIZE,
                "text.color": INK,
                "text.parse_math": False,
                "axes.unicode_minus": True,
                "svg.fonttype": "none",
                "svg.hashsalt": "depgraph",
                "pdf.fonttype": 42,
                "path.simplify": False,
            }
        )
        yield


@contextmanager
def _silent_about_weights() -> Iterator[None]:
    """Have matplotlib not log that a family that fills gaps has no bold type: many have none."""
    import logging

    logger = logging.getLogger("matplotlib.font_manager")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def width(string: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a text is in the type of the charts, in points."""
    return text.width(string, size * _factor(), bold=bold)


def shorten(string: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return a text, cut with an ellipsis where it is wider than `room` points."""
    return text.shorten(string, room, size * _factor(), bold=bold)


def wrap(string: str, room: float, size: float, *, lines: int) -> list[str]:
    """Return a text in at most `lines` lines, each at most `room` points wide."""
    return text.wrap(string, room, size * _factor(), lines=lines)


def _factor() -> float:
    return _WIDE_FACTOR if families()[0] == WIDE_FAMILY else 1.0


def signed_days(days: int) -> str:
    """Return a number of days with its sign.

    Examples
    --------
    >>> signed_days(181), signed_days(0)
    ('+181 d', '0 d')
    """
    sign = "+" if days > 0 else "−" if days < 0 else ""  # noqa: RUF001 - as wide as a plus
    return f"{sign}{abs(days):,} d"


def shaded(colour: str, share: float) -> str:
    """Return a colour that is lighter by a share of what white is, or darker where it is negative.

    Examples
    --------
    >>> shaded("#808080", 0.5), shaded("#808080", -0.5)
    ('#C0C0C0', '#404040')
    """
    parts = [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
    end = 255 if share > 0 else 0
    mixed = [round(part + (end - part) * abs(share)) for part in parts]
    return "#" + "".join(f"{part:02X}" for part in mixed)


def counted(count: int, what: str) -> str:
    """Return a number with what it counts.

    Examples
    --------
    >>> counted(1, "milestone"), counted(1200, "milestone")
    ('1 milestone', '1,200 milestones')
    """
    return f"{count:,} {what}{'s' * (count != 1)}"
