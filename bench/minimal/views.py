"""One form and one page that shows the reference: what somebody would write who wanted just that."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from bench.minimal.writing import write_case
from firstpoint.domain.cases.models import Case


class QuestionForm(forms.Form):
    """A question, and how to answer it."""

    question = forms.CharField(widget=forms.Textarea)
    name = forms.CharField(max_length=200)
    email = forms.EmailField()


def ask(request: HttpRequest) -> HttpResponse:
    """Show the form, or write the case."""
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("sent", write_case(**form.cleaned_data).reference)
    return render(request, "ask.html", {"form": form})


def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the reference."""
    case = get_object_or_404(Case.objects.select_related("version"), reference=reference)
    return render(request, "sent.html", {"case": case})


urlpatterns = [path("ask/", ask, name="ask"), path("sent/<str:reference>/", sent, name="sent")]
