"""How words reach a customer, and what they look like there."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from firstpoint.domain.contacts.models import Channel, Message
from firstpoint.domain.customers.models import ContactPoint, ContactPointKind, Customer
from firstpoint.domain.customers.queries import identity_ids


@dataclass(frozen=True, slots=True)
class Delivered:
    """Words as they reach the customer: through which channel, to which address, and the whole text."""

    channel: str
    to: str
    subject: str
    text: str


def best_way(customer: Customer | None) -> tuple[Channel, str]:
    """Return the channel and the newest address for writing to the customer: e-mail, else text, else the site alone."""
    points = dict(customer.contact_points.order_by("id").values_list("kind", "value")) if customer else {}
    if customer and (customer.merged_into_id or not points):
        all_of_them = ContactPoint.objects.filter(customer__in=identity_ids(customer.pk))
        points = dict(all_of_them.order_by("id").values_list("kind", "value"))
    if email := points.get(ContactPointKind.EMAIL):
        return Channel.EMAIL, email
    if settings.SMS_URL and (phone := points.get(ContactPointKind.PHONE)):
        return Channel.SMS, phone
    return Channel.WEB, ""


def as_delivered(message: Message, reference: str) -> Delivered:
    """Return a message about a case as its reader gets it, by the same code that delivers it; it need not be saved."""
    delivered: Delivered = import_string(settings.AS_DELIVERED)(message, reference)
    return delivered
