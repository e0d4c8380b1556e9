"""How `make journey` reads a page."""

from igot.local.journey.page import Page

FORM = """
<h1>Draft a <em>plan</em></h1>
<form method="post" action="/plans/">
  <input type="hidden" name="csrfmiddlewaretoken" value="token"><input name="title" value="Plan &amp; more">
  <select name="year"><option value="2025">2025-26</option><option value="2026" selected>2026-27</option></select>
  <select name="label"><option value="statutory">Statutory</option><option value="other">Other</option></select>
  <input type="checkbox" name="groups" value="A" checked><input type="checkbox" name="groups" value="B">
  <textarea name="objectives">
First line
second line</textarea>
  <input type="file" name="order"><input name="locked" value="1" disabled>
  <button name="do" value="save">Save the plan</button>
</form>
<a href="/plans/1/">See <b>the plan</b></a><script>var hidden = "not seen"</script>
"""


def test_a_form_keeps_what_its_fields_hold():
    form = Page(FORM).forms[0]
    assert (form.method, form.action) == ("post", "/plans/")
    assert form.fields == {
        "csrfmiddlewaretoken": ["token"],
        "title": ["Plan & more"],
        "year": ["2026"],
        "label": ["statutory"],
        "groups": ["A"],
        "objectives": ["First line\nsecond line"],
    }
    assert form.files == {"order"}
    assert form.buttons == [("Save the plan", "do", "save")]


def test_headings_links_and_words_are_read_as_they_are_shown():
    page = Page(FORM)
    assert page.heading == "Draft a plan"
    assert page.links == [("See the plan", "/plans/1/")]
    assert "not seen" not in page.text
