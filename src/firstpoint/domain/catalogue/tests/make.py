"""A small catalogue for tests: each function returns the row of its code, and makes it the first time."""

from typing import Any

from firstpoint.domain.catalogue import actions
from firstpoint.domain.catalogue.models import (
    Agency,
    Calendar,
    EnquiryTypeVersion,
    Occasion,
    ProcessCategory,
    Queue,
    Service,
    ServiceKind,
)
from firstpoint.domain.catalogue.queries import GENERAL_QUESTION
from firstpoint.domain.people.models import SYSTEM, Department
from firstpoint.domain.people.tests.make import a_department

OFFICE_DAYS = ("mon", "tue", "wed", "thu", "fri")


def text(english: str, spanish: str) -> dict[str, str]:
    """Return words in both languages."""
    return {"en": english, "es": spanish}


def field(code: str, kind: str, english: str, spanish: str, **more: Any) -> dict[str, Any]:
    """Return one field of a form."""
    return {"code": code, "kind": kind, "label": text(english, spanish), **more}


def option(code: str, english: str, spanish: str) -> dict[str, Any]:
    """Return one option of a field."""
    return {"code": code, "label": text(english, spanish)}


QUESTION_FORM = [field("question", "long_text", "Your question", "Su pregunta", required=True, max_length=5000)]

# One field of every kind, two of them asked only under a condition.
LONG_FORM = [
    field("title", "text", "In a few words", "En pocas palabras", required=True, max_length=100),
    field("details", "long_text", "What happened?", "¿Qué pasó?", help=text("Tell it all.", "Cuéntelo todo.")),
    field("people", "number", "People in the home", "Personas en el hogar", min=1, max=20),
    field("rent", "money", "Monthly rent", "Alquiler mensual", min=0),
    field("since", "date", "Since when?", "¿Desde cuándo?", min="2000-01-01", max="today"),
    field(
        "cause",
        "choice",
        "Cause",
        "Causa",
        required=True,
        options=[
            option("water", "Water", "Agua"),
            option("heat", "Heating", "Calefacción"),
            option("other", "Other", "Otra"),
        ],
    ),
    field(
        "cause_other",
        "text",
        "Which cause?",
        "¿Qué causa?",
        required=True,
        shown_if={"field": "cause", "is": ["other"]},
    ),
    field(
        "rooms",
        "choices",
        "Rooms",
        "Cuartos",
        options=[option("kitchen", "Kitchen", "Cocina"), option("bath", "Bath", "Baño")],
    ),
    field("is_owner", "yes_no", "Do you own the home?", "¿Es suya la vivienda?", required=True),
    field(
        "landlord",
        "text",
        "Landlord's name",
        "Nombre del dueño",
        personal=True,
        shown_if={"field": "is_owner", "is": ["no"]},
    ),
    field("home", "address", "Address", "Dirección", personal=True),
    field("phone", "phone", "Another phone", "Otro teléfono", personal=True),
    field("email", "email", "Another e-mail", "Otro correo", personal=True),
    field("photo", "file", "A photo", "Una foto"),
    field("place", "location", "Where is it?", "¿Dónde está?"),
]

STEPS = [
    {"code": "received", "name": text("Received", "Recibido"), "tier": 1},
    {"code": "checking", "name": text("We are checking", "Lo estamos revisando"), "tier": 2},
    {"code": "decided", "name": text("Decided", "Decidido"), "tier": 2},
]


def office_hours() -> Calendar:
    """Return the calendar of a county office: weekdays 08:00 to 17:00 in New York, less federal holidays."""
    return Calendar.objects.filter(code="office-hours").first() or actions.save_calendar(
        "office-hours",
        actor=SYSTEM,
        name=text("Office hours", "Horario de oficina"),
        time_zone="America/New_York",
        hours={day: [["08:00", "17:00"]] for day in OFFICE_DAYS},
        holiday_country="US",
    )


def a_queue(tier: int = 1) -> Queue:
    """Return the queue of this tier."""
    code, name = f"tier-{tier}", text(f"Tier {tier}", f"Nivel {tier}")
    return Queue.objects.filter(code=code).first() or actions.save_queue(code, actor=SYSTEM, name=name, tier=tier)


def an_agency() -> Agency:
    """Return the one agency."""
    return Agency.objects.first() or actions.save_agency(
        actor=SYSTEM,
        name=text("Alder County", "Condado de Alder"),
        phone="(555) 555-0100",
        email="help@aldercounty.example",
        address="1 Court Square, Alder",
        calendar=office_hours(),
    )


def an_occasion(code: str = "moving-here") -> Occasion:
    """Return a life event."""
    name = text("I am moving here", "Me mudo aquí")
    found = Occasion.objects.filter(code=code).first()
    return found or actions.save_occasion(code, actor=SYSTEM, name=name, summary=name)


def a_service(code: str = "libraries", name: str = "Libraries", spanish: str = "Bibliotecas", **more: Any) -> Service:
    """Return a service, described and tied to a life event."""
    says: dict[str, Any] = {
        "name": text(name, spanish),
        "summary": text("Books and rooms for everybody.", "Libros y salas para todos."),
        "kind": ServiceKind.RECREATION,
        "offering": text("Lending, rooms, help.", "Préstamo, salas, ayuda."),
        "department": a_department("libraries", "Library department", "Departamento de bibliotecas"),
        "occasions": [an_occasion()],
        "phone": "(555) 555-0101",
    }
    return Service.objects.filter(code=code).first() or actions.save_service(code, actor=SYSTEM, **says | more)


def an_enquiry_type(
    code: str,
    *,
    tier: int = 1,
    service: Service | None = None,
    department: Department | None = None,
    is_restricted: bool = False,
    **more: Any,
) -> EnquiryTypeVersion:
    """Return the current version of the enquiry type of this code; `more` are fields of the version."""
    if known := EnquiryTypeVersion.objects.filter(enquiry_type__code=code).order_by("number").last():
        return known
    name = code.replace("-", " ").capitalize()
    resolution_minutes = more.get("resolution_minutes", 5 * 9 * 60)
    says: dict[str, Any] = {
        "name": text(name, f"{name} (es)"),
        "summary": text(f"About: {name}.", f"Sobre: {name}."),
        "what_happens_next": text("An adviser reads it and answers.", "Un asesor lo lee y responde."),
        "process_category": ProcessCategory.INFORMATION,
        "form": QUESTION_FORM,
        "steps": STEPS,
        "first_answer_minutes": min(8 * 60, resolution_minutes),
        "resolution_minutes": resolution_minutes,
        "tier": tier,
        "queue": a_queue(tier),
        "calendar": office_hours(),
    }
    kind = actions.publish_enquiry_type(
        code,
        actor=SYSTEM,
        service=service,
        department=department or a_department(),
        is_restricted=is_restricted,
        **says | more,
    )
    assert kind.current_version
    return kind.current_version


def a_general_question() -> EnquiryTypeVersion:
    """Return the general question: tier 1, one long text, may be anonymous."""
    return an_enquiry_type(GENERAL_QUESTION, may_be_anonymous=True)


def a_long_form() -> EnquiryTypeVersion:
    """Return an enquiry type of tier 2 whose form has a field of every kind."""
    return an_enquiry_type(
        "unsafe-housing",
        tier=2,
        service=a_service("housing-help", "Housing help", "Ayuda para la vivienda", kind=ServiceKind.BENEFITS),
        process_category=ProcessCategory.REPORT,
        form=LONG_FORM,
    )


def a_restricted_type(
    code: str = "benefit-payment-missing", *, tier: int = 1, department: str = "benefits"
) -> EnquiryTypeVersion:
    """Return an enquiry type whose cases only its department's people see."""
    home = a_department(department, department.capitalize(), department.capitalize())
    return an_enquiry_type(code, tier=tier, department=home, is_restricted=True)


def a_catalogue() -> None:
    """Make the agency, queues of every tier, a service and the enquiry types above."""
    an_agency()
    for tier in (1, 2, 3):
        a_queue(tier)
    an_enquiry_type("library-card", service=a_service())
    a_general_question()
    a_long_form()
    a_restricted_type()
