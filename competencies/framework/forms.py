"""What authors write."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competencies.framework.items import Content
from competencies.framework.models import Competency, Node, Scale, Status


class ItemForm(forms.Form):
    """The base of the forms of all dictionaries. A draft may be unfinished: what is missing is said on its page, and
    refused when it is submitted. So fields are not required, and their limits are those of the content's check.

    Fields named `x` and `x_hi` stand side by side. Subclasses say `initial_of(content)` and `content()`.
    """

    reason = forms.CharField(
        label=_("Why this version"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Reviewers and the log of decisions read it."),
    )
    template = "competencies/framework/item_form.html"
    # Fields that may be empty in a draft, but not when it is submitted: they are not called optional.
    needed: tuple[str, ...] = ("code", "name")

    def __init__(self, *args: Any, organisation: Any, content: Content, is_new: bool, **kwargs: Any) -> None:
        self.organisation, self.before, self.is_new = organisation, content, is_new
        kwargs["initial"] = {**self.initial_of(content), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["reason"] = self.fields.pop("reason")
        for name in self.needed:
            if name in self.fields:
                self.fields[name].needed = True  # type: ignore[attr-defined]
        self.add_languages()

    def add_languages(self) -> None:
        """Say of paired fields in which language each is written, for those who listen and for spelling."""
        for name in [name for name in self.fields if f"{name}_hi" in self.fields]:
            self.fields[name].widget.attrs["lang"] = "en"
            self.fields[f"{name}_hi"].widget.attrs["lang"] = "hi"

    def initial_of(self, content: Content) -> dict[str, Any]:
        """The fields' values for a content."""
        return {name: content.get(name, "") for name in self.base_fields if name != "reason"}

    def content(self) -> Content:
        """The content that was typed; what the form does not show stays."""
        return {**self.before, **{name: self.cleaned_data[name] for name in self.fields if name != "reason"}}

    def rows(self) -> Iterator[list[forms.BoundField]]:
        """The fields that stand side by side: one with its Hindi counterpart, and what `beside` names with it."""
        taken: set[str] = set()
        for name in sorted(self.fields, key="reason".__eq__):
            if name not in taken:
                row = [name, *(other for other in (f"{name}_hi", *self.beside(name)) if other in self.fields)]
                taken.update(row)
                yield [self[each] for each in row]

    def beside(self, name: str) -> Iterable[str]:
        """The fields that belong into one row with this one."""
        return ()


def text(label: Any, *, rows: int = 0, **more: Any) -> forms.CharField:
    """A field of a draft: it may be empty."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, required=False, widget=widget, max_length=more.pop("max_length", 4000), **more)


def _path(node: Node) -> list[Node]:
    return [*_path(node.parent), node] if node.parent is not None else [node]


class CompetencyForm(ItemForm):
    """A competency: name and definition in two languages, its place, a descriptor per level, other spellings."""

    needed = ("code", "name", "definition")
    code = text(_("Code"), max_length=40, help_text=_("Kept for life. For instance FUN-102."))
    kind = forms.ChoiceField(label=_("Type"), choices=Competency.Kind.choices)
    name = text(_("Name"), max_length=160)
    name_hi = text(_("Name in Hindi"), max_length=160)
    definition = text(_("Definition"), rows=4)
    definition_hi = text(_("Definition in Hindi"), rows=4)
    node = forms.ChoiceField(label=_("Place in the model"), required=False)
    scale = forms.ChoiceField(label=_("Scale"))
    aliases = text(
        _("Other spellings"),
        rows=3,
        help_text=_("One a line: names under which the same competency is met in orders and files."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = Node.objects.select_related("parent__parent").exclude(parent=None).order_by("parent__name", "name")
        places = [(node.code, " › ".join(str(part.in_language("name")) for part in _path(node)[-2:])) for node in nodes]
        self.fields["node"].choices = [("", _("No place yet")), *places]  # type: ignore[attr-defined]
        scales = list(Scale.objects.prefetch_related("levels").order_by("pk"))
        self.fields["scale"].choices = [(scale.code, scale.in_language("name")) for scale in scales]  # type: ignore[attr-defined]
        if not self.is_new:
            self.fields["code"].disabled = True
        written = {row["level"]: row for row in self.before.get("descriptors") or []}
        heights = {str(scale.in_language("name")): len(scale.levels.all()) for scale in scales}
        for number in range(1, max(heights.values(), default=0) + 1):
            row = written.get(number, {})
            having = [name for name, height in heights.items() if height >= number]
            hint = _("Only on: %(scales)s.") % {"scales": ", ".join(having)} if len(having) < len(heights) else ""
            label = _("Level %(level)s: what it looks like") % {"level": number}
            hindi = _("Level %(level)s in Hindi") % {"level": number}
            self.fields[f"level_{number}"] = text(label, rows=3, initial=row.get("text", ""), help_text=hint)
            self.fields[f"level_{number}"].needed = not hint  # type: ignore[attr-defined]
            self.fields[f"level_{number}_hi"] = text(hindi, rows=3, initial=row.get("text_hi", ""))
        self.add_languages()

    def initial_of(self, content: Content) -> dict[str, Any]:
        """Other spellings stand one a line."""
        return {**super().initial_of(content), "aliases": "\n".join(content.get("aliases") or [])}

    def content(self) -> Content:
        """Lines become spellings; levels that are beyond the scale and empty are left out."""
        given = self.cleaned_data
        names = ("code", "kind", "name", "name_hi", "definition", "definition_hi", "node", "scale")
        scale = Scale.objects.filter(code=given["scale"]).first()
        levels = set(scale.levels.values_list("number", flat=True)) if scale is not None else set()
        rows = []
        for field in [name for name in self.fields if name.startswith("level_") and not name.endswith("_hi")]:
            row = {"level": int(field.split("_")[1]), "text": given[field], "text_hi": given[f"{field}_hi"]}
            if row["level"] in levels or row["text"] or row["text_hi"]:
                rows.append(row)
        spellings = [line.strip() for line in given["aliases"].splitlines() if line.strip()]
        return {**{name: given[name] for name in names}, "descriptors": rows, "aliases": spellings}


class _ItemField(forms.CharField):
    """Another item of the same dictionary, by its code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)


class RetireForm(forms.Form):
    """Why, and what takes its place. `other` is the name of the field that says what does."""

    other = "replaced_by"
    reason = forms.CharField(
        label=_("Why it goes out of force"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    replaced_by = _ItemField(
        label=_("Code of what takes its place"),
        required=False,
        help_text=_(
            "Readers are led there, and requirements, what people hold and what courses build count for it, level by "
            "level; between two scales the crosswalk says which level is which."
        ),
    )

    def __init__(self, *args: Any, kind: Any, item: Any, **kwargs: Any) -> None:
        self.kind, self.item = kind, item
        super().__init__(*args, **kwargs)

    def clean_replaced_by(self) -> Any:
        """The item in force with this code."""
        return self._item("replaced_by")

    def chosen(self) -> Any:
        """The item whose code stands in the form, for the preview; None while there is none."""
        code = str(self[self.other].value() or "").replace("\x00", "").strip()[:40]
        if hasattr(self, "cleaned_data") and self.cleaned_data.get(self.other) is not None:
            return self.cleaned_data[self.other]
        return self.kind.items().filter(code__iexact=code, status=Status.APPROVED).exclude(pk=self.item.pk).first()

    def _item(self, name: str) -> Any:
        code = self.cleaned_data[name].strip()
        if not code:
            return None
        found = self.kind.items().filter(code__iexact=code, status=Status.APPROVED).exclude(pk=self.item.pk).first()
        if found is None:
            raise forms.ValidationError(
                _("“%(code)s” is no other item in force. Take the code from the dictionary.") % {"code": code}
            )
        return found


class MergeForm(RetireForm):
    """Into which, and why."""

    other = "into"
    replaced_by = None  # type: ignore[assignment]
    into = _ItemField(label=_("Code of the item it becomes one with"))
    field_order = ("into", "reason")

    def clean_into(self) -> Any:
        """The item in force with this code."""
        return self._item("into")


class ReleaseForm(forms.Form):
    """What a release is called and says."""

    title = forms.CharField(label=_("Title"), max_length=200)
    title_hi = forms.CharField(label=_("Title in Hindi"), max_length=200, required=False)
    notes = forms.CharField(
        label=_("What people should know"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    notes_hi = forms.CharField(
        label=_("What people should know, in Hindi"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
