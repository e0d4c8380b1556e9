"""How the journey reads choices: by the words beside them."""

from igot.local.journey.page import Page

FORM = """
<form method="post">
  <label class="option"><input type="radio" name="answer" value="k7"> <span>on through the whole file</span></label>
  <label class="option"><input type="radio" name="answer" value="k2" checked> <span>anew on each sheet</span></label>
  <label for="title">Title</label><input id="title" name="title" value="Numbers">
  <select name="paper"><option value="p1">Numbers (Draft)</option></select>
</form>
"""


def test_a_choice_is_found_by_the_words_beside_it():
    choices = Page(FORM).forms[0].choices
    assert choices["answer"]["on through the whole file"] == "k7"
    assert choices["answer"]["anew on each sheet"] == "k2"
    assert choices["paper"] == {"Numbers (Draft)": "p1"}


def test_a_label_that_stands_before_its_field_is_no_choice():
    form = Page(FORM).forms[0]
    assert form.fields == {"answer": ["k2"], "title": ["Numbers"], "paper": ["p1"]}
    assert set(form.choices) == {"answer", "paper"}
