from hypothesis import given
from hypothesis import strategies as st

from depgraph.diagrams.text import balance, clean, code_of, key, shorten, width, wrap

LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=80).map(clean)


def test_wide_characters_count_as_one_em_and_marks_as_nothing() -> None:
    assert width("漢字", 10) == 20
    assert width("é", 10) == width("e", 10) == width("e\u0301", 10)
    assert width("WWW", 10) > 2 * width("iii", 10)
    assert width("code", 10, bold=True) > width("code", 10)


def test_wide_text_wraps_earlier_than_narrow_text_of_the_same_length() -> None:
    assert len(wrap("mmmm mmmm mmmm", 80, 10, lines=9)) > len(
        wrap("iiii iiii iiii", 80, 10, lines=9)
    )


@given(LINES, st.integers(20, 200), st.integers(1, 5))
def test_wrapped_lines_fit_and_lose_nothing_without_an_ellipsis(
    text: str, room: int, lines: int
) -> None:
    wrapped = wrap(text, room, 8, lines=lines)

    assert len(wrapped) <= lines
    assert all(width(line, 8) <= room for line in wrapped)
    if not any("…" in line for line in wrapped):
        assert "".join(wrapped).replace(" ", "") == text.replace(" ", "")


@given(LINES, st.integers(20, 200), st.integers(1, 5))
def test_balanced_lines_are_no_more_and_no_wider(text: str, room: int, lines: int) -> None:
    balanced = balance(text, room, 8, lines=lines)

    assert len(balanced) == len(wrap(text, room, 8, lines=lines))
    assert all(width(line, 8) <= room for line in balanced)


@given(LINES, st.integers(10, 100))
def test_shortened_text_fits_and_says_that_it_is_cut(text: str, room: int) -> None:
    short = shorten(text, room, 8)

    assert width(short, 8) <= room
    assert short == text or short.endswith("…")


@given(st.text(max_size=20))
def test_clean_text_has_one_line_and_no_control_characters(text: str) -> None:
    assert clean(text) == clean(clean(text))
    assert all(
        character.isprintable() or character in "\u200c\u200d\ue000"
        for character in clean(text)
        if ord(character) < 0xD800
    )


def test_marks_that_reverse_the_direction_are_left_out() -> None:
    assert clean("safe\u202etxt.exe") == "safetxt.exe"


@given(LINES)
def test_the_name_of_a_node_gives_its_code_back(code: str) -> None:
    assert code_of(key(code)) == code
    assert not set(key(code)) & set('%:"\\<>& ')
