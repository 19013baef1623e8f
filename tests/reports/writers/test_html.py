"""Pages as HTML: whatever a plan says is text, and no script and no address stands in them."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from depgraph.reports.page import Lines, Page, Section, Table, heads
from depgraph.reports.writers.html import page_html
from depgraph.reports.writers.markdown import page_markdown

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> & <!-- \x1b[1m\u202e</td>"
TEXTS = st.text(st.sampled_from("<>&\"'/!-=ab \x1b[1m\u202e*|`#@~"), max_size=20)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = set()
        self.attributes = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def page_of(text):
    table = Table(text, heads("a", text), (("1", text),), notes=(text,), about=text)
    return Page(text, [text, Lines([text], text), table, Section(text, [text], is_folded=True)])


@given(TEXTS)
def test_no_text_becomes_a_tag(text):
    found, plain = Tags(), Tags()
    found.feed(page_html(page_of(f"x{text}")))
    plain.feed(page_html(page_of("x")))
    assert found.tags <= plain.tags
    assert found.attributes <= plain.attributes


def test_a_hostile_text_is_shown_as_it_is():
    text = page_html(page_of(HOSTILE))
    assert "<script" not in text
    assert "<img" not in text
    assert "\x1b" not in text
    assert text.count("&lt;script&gt;") > 5


@given(TEXTS)
def test_markdown_has_no_tag_of_the_plan_either(text):
    found = Tags()
    found.feed(page_markdown(page_of(f"x{text}")))
    assert found.tags <= {"br", "details", "summary"}
