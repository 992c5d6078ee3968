"""The page that a form makes: labels, hints, errors, groups, for definitions and ordinary Django forms."""

import re
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override

from .make import COLOURS, TODAY, every_kind, field, posted_form, text


def rendered(form: forms.BaseForm, name: str) -> str:
    return render_to_string("forms/field.html", {"field": form[name]})


def attributes(page: str, name: str) -> list[str]:
    return re.findall(rf'\s{name}="([^"]*)"', page)


class MessageForm(forms.Form):
    email = forms.EmailField(help_text="For the <answer>.")
    words = forms.CharField(widget=forms.Textarea, required=False)
    topic = forms.ChoiceField(choices=[("a", "A")])
    agree = forms.BooleanField()
    file = forms.FileField(required=False, widget=forms.FileInput)
    trap = forms.CharField(widget=forms.HiddenInput)


def test_ordinary_forms_have_the_same_look() -> None:
    page = rendered(MessageForm(), "email")
    assert '<label class="usa-label"' in page and 'class="usa-input"' in page and "For the &lt;answer&gt;." in page
    assert 'aria-describedby="id_email_helptext"' in page and 'id="id_email_helptext"' in page
    assert 'class="usa-textarea"' in rendered(MessageForm(), "words")
    assert "(optional)" in rendered(MessageForm(), "words") and "(optional)" not in page
    assert 'class="usa-select"' in rendered(MessageForm(), "topic")
    assert 'class="usa-file-input"' in rendered(MessageForm(), "file")
    assert 'class="usa-checkbox__input"' in rendered(MessageForm(), "agree")
    assert "usa-form-group" not in rendered(MessageForm(), "trap")


def test_errors_are_tied_to_their_input() -> None:
    page = rendered(MessageForm({"email": "x"}), "email")
    assert "usa-form-group--error" in page and 'class="usa-input usa-input--error"' in page
    assert 'aria-invalid="true"' in page and 'aria-describedby="id_email_helptext id_email_error"' in page
    assert 'id="id_email_error"' in page


def test_every_id_is_unique_and_every_reference_has_its_target() -> None:
    for form in (
        every_kind().form(language="en", today=TODAY),
        every_kind().form({}, language="en", today=TODAY),
    ):
        page = str(form)
        ids = attributes(page, "id")
        assert len(ids) == len(set(ids))
        referred = attributes(page, "for") + " ".join(attributes(page, "aria-describedby")).split()
        assert referred and set(referred) <= set(ids)


def test_every_visible_input_has_a_label() -> None:
    page = str(every_kind().form(language="en", today=TODAY))
    inputs = re.findall(r"<(?:input|textarea|select)\b[^>]*>", page)
    visible = [tag for tag in inputs if 'type="hidden"' not in tag]
    assert len(visible) == 24
    assert {attributes(tag, "id")[0] for tag in visible} == set(attributes(page, "for"))


def test_groups_are_fieldsets_and_nothing_is_inline() -> None:
    page = str(every_kind().form({}, language="en", today=TODAY))
    assert page.count("<fieldset") == page.count("<legend") == 5
    assert "usa-memorable-date" in page and "usa-form-group--month" in page
    assert "<script" not in page and "style=" not in page and "required" not in attributes(page, "required")
    assert 'autocomplete="address-line1"' in page and 'inputmode="numeric"' in page and 'type="tel"' in page


def test_long_lists_of_options_become_a_select() -> None:
    many = [{"code": f"o{number}", "label": text(f"Option {number}", "x")} for number in range(8)]
    page = str(posted_form(field("a", "choice", options=many)))
    assert 'class="usa-select"' in page and "Choose one" in page
    assert "usa-radio" in str(posted_form(field("a", "choice", options=COLOURS)))


def test_a_conditional_field_says_when_to_answer() -> None:
    page = rendered(every_kind().form(language="en", today=TODAY, prefix="q"), "landlord")
    assert "Answer this if you chose “No” for “owner in English”." in page
    assert 'data-shown-if="q-owner"' in page and 'data-shown-if-is="no"' in page
    assert 'aria-describedby="id_q-landlord_condition"' in page and 'id="id_q-landlord_condition"' in page


def summary(form: forms.BaseForm) -> str:
    return render_to_string("forms/error_summary.html", {"form": form})


def test_the_summary_links_to_the_first_input_of_each_field() -> None:
    posted: dict[str, Any] = {
        "home_line1": "x",
        "moved_day": "1",
        "colour": "pink",
        "mail": "x",
        "spot_latitude": "1",
    }
    form = every_kind().form(posted, language="en", today=TODAY)
    links = attributes(summary(form), "href")
    assert {"#id_permit", "#id_moved_0", "#id_colour_0", "#id_owner_0", "#id_home_0", "#id_mail"} <= set(links)
    assert {link[1:] for link in links} <= set(attributes(str(form), "id"))
    assert 'role="alert"' in summary(form) and 'tabindex="-1"' in summary(form)


def test_there_is_no_summary_without_errors() -> None:
    assert summary(every_kind().form(language="en", today=TODAY)).strip() == ""


def test_the_words_are_in_the_language_asked_for() -> None:
    with override("es"):
        page = str(every_kind().form(language="es", today=TODAY))
    assert "permit en español" in page and "Azul" in page and "Cuéntelo todo." in page
    assert "in English" not in page


def test_text_is_escaped() -> None:
    page = str(posted_form(field("a", "text", label={"en": "<b>Name</b>"}), a="<script>"))
    assert "<b>" not in page and "<script>" not in page
