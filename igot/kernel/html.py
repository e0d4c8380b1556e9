"""Rich text: Markdown in, harmless HTML out."""

import nh3
from markdown_it import MarkdownIt

TAGS = {"a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "dl", "dt", "em", "figcaption", "figure"}
TAGS |= {"h2", "h3", "h4", "hr", "i", "kbd", "li", "ol", "p", "pre", "s", "strong", "sub", "sup"}
TAGS |= {"table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])


def clean(html: str) -> str:
    """Strip everything that is not plain, harmless rich text: no script, style, image or foreign scheme remains."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


def from_markdown(text: str) -> str:
    """Sanitised HTML of a Markdown text. Its first-level headings become second-level: the page has its own `h1`."""
    html = _markdown.render(text)
    return clean(html.replace("<h1>", "<h2>").replace("</h1>", "</h2>"))
