"""The settings: which kind of notice comes by which channel."""

from django import forms

from igot.notifications.models import Preference
from igot.notifications.queries import Choice


class SettingsForm(forms.Form):
    """One checkbox per kind and channel; those that cannot be muted are shown ticked and fixed."""

    def __init__(self, *args: object, choices: list[Choice], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.choices = choices
        for choice in choices:
            for channel, label in Preference.Channel.choices:
                field = forms.BooleanField(
                    label=f"{choice.kind.caption}: {label}",
                    required=False,
                    initial=choice.app if channel == Preference.Channel.APP else choice.mail,
                    disabled=not choice.kind.can_mute(channel),
                )
                self.fields[f"{choice.kind.name}:{channel}"] = field

    def rows(self) -> list[tuple[Choice, forms.BoundField, forms.BoundField]]:
        """Each kind with its two checkboxes."""
        return [(choice, self[f"{choice.kind.name}:app"], self[f"{choice.kind.name}:mail"]) for choice in self.choices]

    def wishes(self) -> list[tuple[str, str, bool]]:
        """Kind, channel and wish of every checkbox."""
        return [(*name.rsplit(":", 1), wanted) for name, wanted in self.cleaned_data.items()]  # type: ignore[misc]
