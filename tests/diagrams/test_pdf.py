import re
import shutil
import subprocess
import zlib
from datetime import date, timedelta
from itertools import pairwise

import pytest

from depgraph.diagrams.calendar import calendar
from depgraph.diagrams.layout import draw, render
from depgraph.diagrams.overview import overview
from depgraph.diagrams.paper import PAPERS
from depgraph.diagrams.pdf import Bookmark, joined
from depgraph.diagrams.recorded import Edge, Node, Recorded, Strip
from depgraph.errors import MissingToolError
from depgraph.model import Graph, Link, Milestone

DAYS = [date(2019, 1, 1) + timedelta(days=9 * n) for n in range(120)]

needs_poppler = pytest.mark.skipif(
    shutil.which("pdfinfo") is None, reason="poppler-utils is not installed"
)


def plan(count=120):
    milestones = [
        Milestone(f"M{n:03}", f"Name {n} → ü", due=day) for n, day in enumerate(DAYS[:count])
    ]
    links = [Link(a.id, b.id) for a, b in pairwise(milestones)]
    links += [Link("M000", milestones[-1].id)]
    return Graph(milestones, links, as_of=DAYS[4])


def told(program, data, tmp_path, *options):
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    return subprocess.run(
        [program, *options, path, *(["-"] if program == "pdftotext" else [])],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


def outline(data):
    """Return the titles of the bookmarks of a PDF that depgraph wrote, and their pages."""
    pages = re.search(rb"/Kids \[ ([^\]]*) \]", data)[1].split(b" 0 R")
    numbers = {int(page): n for n, page in enumerate(pages) if page.strip()}
    lines = re.findall(rb"/Title <FEFF([0-9A-F]*)> /Parent \d+ 0 R /Dest \[ (\d+) 0 R", data)
    return [(bytes.fromhex(words.decode()).decode("utf-16-be"), numbers[int(page)])
            for words, page in lines]  # fmt: skip


@needs_poppler
def test_a_picture_has_its_title_its_fonts_and_a_bookmark_for_each_year(tmp_path):
    data = render(overview(plan(60), title="Ours → ü"), format="pdf")

    info = told("pdfinfo", data, tmp_path)
    assert re.search(r"^Title: +Ours → ü$", info, re.MULTILINE)
    assert "Date" not in info
    fonts = told("pdffonts", data, tmp_path).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts)
    lines = outline(data)
    assert [words for words, _ in lines if words.isdigit()] == ["2019", "2020"]
    assert ("M007 Name 7 → ü", 0) in lines


@needs_poppler
def test_a_long_calendar_is_on_pages_that_repeat_its_head(tmp_path):
    made = draw(calendar(plan(), title="Ours", paper=PAPERS["tabloid"]), format="pdf")

    info = told("pdfinfo", made.data, tmp_path)
    count = int(re.search(r"Pages: +(\d+)", info)[1])
    assert 2 <= count <= 8
    assert made.paper == f"tabloid, {count} pages"
    assert re.search(r"Page size: +1224 x 792 pts", info)
    text = told("pdftotext", made.data, tmp_path, "-layout").split("\f")[:-1]
    assert len(text) == count
    for number, page in enumerate(text, 1):
        assert "Ours" in page
        assert f"page {number} of {count}" in page
        assert "as of 2019-02-06" in page
        assert "2020" in page
    seen = [set(re.findall(r"^ *(M\d{3})", page, re.MULTILINE)) for page in text]
    assert set.union(*seen) == {f"M{n:03}" for n in range(120)}
    assert all(left.isdisjoint(right) for left, right in pairwise(seen))
    last = next(n for n, codes in enumerate(seen, 1) if "M119" in codes)
    assert f"▼ M119 p. {last}" in text[0]
    assert "▲ M000 p. 1" in text[last - 1]
    pages = [words for words, _ in outline(made.data) if words.startswith("Page")]
    assert pages[0].startswith("Page 1: M000 to M0")
    assert len(pages) == count


def test_one_page_stays_one_page_where_it_is_asked_for():
    made = draw(calendar(plan(), paper=PAPERS["a4"]), format="pdf", in_pages=False)

    assert len(re.findall(rb"/Type /Page\b", made.data)) == 1
    assert made.paper == "A4, 1 page"
    assert made.remarks[0].startswith("the smallest text prints at")


def test_pages_are_files_of_their_own_where_a_format_has_one_page():
    made = draw(calendar(plan(40), paper=PAPERS["a4"]), format="svg", in_pages=True)

    assert len(made.files) > 1
    for number, page in enumerate(made.files, 1):
        assert f"(page {number} of {len(made.files)})</title>".encode() in page
        ids = re.findall(rb' id="([^"]*)"', page)
        assert len(ids) == len(set(ids))


# -- files of other versions of cairo ----------------------------------------------------


def packed_pdf():
    """Return a PDF with streams of objects, as newer versions of cairo write it."""
    inner = {
        1: b"<< /Type /Pages /Kids [ 2 0 R ] /Count 1 >>",
        2: b"<< /Type /Page /Parent 1 0 R /MediaBox [ 0 0 10 20 ] /Contents 4 0 R >>",
        3: b"<< /Type /Catalog /Pages 1 0 R >>",
    }
    heads, bodies, place = [], [], 0
    for number, body in inner.items():
        heads.append(b"%d %d" % (number, place))
        bodies.append(body)
        place += len(body) + 1
    head = b" ".join(heads) + b" "
    packed = zlib.compress(head + b"\n".join(bodies))
    data = b"%PDF-1.5\n"
    content = len(data)
    data += b"4 0 obj\n<< /Length 9 >>\nstream\n1 0 R say\nendstream\nendobj\n"
    objects = len(data)
    data += b"5 0 obj\n<< /Type /ObjStm /N 3 /First %d /Filter /FlateDecode /Length %d >>\n" % (
        len(head), len(packed),
    )  # fmt: skip
    data += b"stream\n" + packed + b"\nendstream\nendobj\n"
    table = len(data)
    rows = [
        (0, 0, 0),
        (2, 5, 0),
        (2, 5, 1),
        (2, 5, 2),
        (1, content, 0),
        (1, objects, 0),
        (1, table, 0),
    ]
    cells = b"".join(bytes([kind]) + at.to_bytes(2) + bytes([place]) for kind, at, place in rows)
    return data + (
        b"6 0 obj\n<< /Type /XRef /Size 7 /W [ 1 2 1 ] /Root 3 0 R /Length %d >>\nstream\n"
        b"%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(cells), cells, table)
    )


def test_packed_objects_are_read_and_contents_stay_as_they_are():
    data = joined([packed_pdf(), packed_pdf()], title="T", bookmarks=[Bookmark("Second", 1, 0, 20)])

    assert data.count(b"stream\n1 0 R say\nendstream") == 2
    assert data.count(b"/MediaBox [ 0 0 10 20 ]") == 2
    assert b"/Count 2 >>" in data
    assert outline(data) == [("Second", 1)]
    places = re.findall(rb"(\d{10}) 00000 n ", data)
    for number, place in enumerate(places, 1):
        assert data.startswith(b"%d 0 obj" % number, int(place))


def test_what_is_no_pdf_of_pages_is_refused():
    with pytest.raises(MissingToolError, match="cannot be read again"):
        joined([b"%PDF-1.5\nstartxref\n0\n%%EOF"], title="T")
    with pytest.raises(MissingToolError, match="cannot be read again"):
        joined([b"nothing"], title="T")


def test_a_part_of_a_drawing_has_what_lies_in_it_and_cuts_the_rest():
    recorded = Recorded()
    thin = {"shape": "box", "fixedsize": "true", "height": f"{1.8 / 72:.4f}", "width": "1"}
    high = {**thin, "height": f"{100 / 72:.4f}"}
    recorded.node("bar", "", pos="50,41", id="bar", **thin)
    recorded.node("stripe", "", pos="50,50", id="stripe", **high)
    recorded.node("A", "a", pos="10,45")
    recorded.node("B", "b", pos="90,5")
    link = "e,90,7 10,45 10,40 10,20 10,13 10,9 90,9 90,9 90,9 90,8 90,8"
    recorded.edge("A", "B", pos=link, id="link", **{"class": "link"})
    recorded.edge("B", "B", pos="0,1 0,2 0,3 0,4", **{"class": "link"})

    page = Recorded()
    cuts = recorded.draw(page, [Strip(30, 60, 200)])

    nodes = {item.name: item for item in page.items if isinstance(item, Node)}
    assert set(nodes) == {"bar", "stripe~0", "A", "B~elsewhere"}
    assert nodes["A"].place == (10, 245)
    assert nodes["bar"].height == pytest.approx(1.8, abs=0.01)
    assert (nodes["stripe~0"].place, nodes["stripe~0"].height) == (
        (50, 245),
        pytest.approx(30, abs=0.01),
    )
    (edge,) = (item for item in page.items if isinstance(item, Edge))
    assert (edge.tail, edge.head) == ("A", "B~elsewhere")
    assert edge.attributes["dir"] == "none"  # the arrow is elsewhere
    first, *_, last = edge.attributes["pos"].split()
    assert (first, last) == ("10.00,245.00", "10.00,230.00")
    ((x, is_above, name),) = cuts
    assert (x, is_above, name) == (pytest.approx(10), False, "B")


def test_one_page_of_another_kind_of_pdf_stays_as_it_is_and_is_told(monkeypatch):
    monkeypatch.setattr("depgraph.diagrams.layout.run", lambda *_, source: b"%PDF-1.4 of another")

    made = draw(calendar(plan(3), paper=PAPERS["a4"]), format="pdf")
    assert made.data == b"%PDF-1.4 of another"
    assert made.remarks[-1].startswith("the PDF has no title and no bookmarks: Graphviz wrote one")
    with pytest.raises(MissingToolError, match="cannot be read again"):
        draw(calendar(plan(), paper=PAPERS["a4"]), format="pdf", in_pages=True)
