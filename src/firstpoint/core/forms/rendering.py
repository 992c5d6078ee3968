"""The look of every form: Django's form machinery with classes and templates of the U.S. Web Design System.

The setting FORM_RENDERER names FormRenderer; it needs "django.forms" among the installed apps.
"""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from .form import ShownIf

# The first that fits counts, so special inputs stand before what they are built on.
_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, ""),
    (forms.MultipleHiddenInput, ""),
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.CheckboxSelectMultiple, "usa-checkbox__input"),
    (forms.RadioSelect, "usa-radio__input"),
    (forms.FileInput, "usa-file-input"),
    (forms.Textarea, "usa-textarea"),
    (forms.Select, "usa-select"),
    (forms.Widget, "usa-input"),
)
_WITHOUT_ERROR_CLASS = ("", "usa-checkbox__input", "usa-radio__input")


class BoundField(forms.BoundField):
    """A field of a form that knows how it looks and what describes it."""

    @property
    def shown_if(self) -> ShownIf | None:
        """When to answer, if that hangs on another answer."""
        conditions: dict[str, ShownIf] = getattr(self.form, "shown_if", {})
        return conditions.get(self.name)

    @property
    def focus_id(self) -> str:
        """The id of the first input, for links from the error summary."""
        return self.id_for_label or f"{self.auto_id}_0"

    @property
    def aria_describedby(self) -> str | None:
        """Name the sentence that says when to answer before help and error."""
        described = super().aria_describedby
        if described is None or not self.shown_if or not self.auto_id:
            return described
        return f"{self.auto_id}_condition {described}".strip()

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        look = next(name for kind, name in _CLASSES if isinstance(widget, kind))
        if self.errors and look not in _WITHOUT_ERROR_CLASS:
            look += " usa-input--error"
        own = attrs.get("class") or widget.attrs.get("class") or ""
        if own or look:
            attrs["class"] = f"{own} {look}".strip()
        if isinstance(widget, forms.RadioSelect):
            # The role radio does not know aria-invalid; the group is described by the error instead.
            attrs.pop("aria-invalid", None)
        return attrs


class FormRenderer(TemplatesSetting):
    """Django's form renderer with the project's templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = BoundField
