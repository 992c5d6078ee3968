"""What is known about a customer, as answers of forms are stored, to be offered wherever it is asked again."""

from firstpoint.domain.customers.models import ContactPointKind, Customer
from firstpoint.domain.customers.queries.identity import addresses_of, contact_points_of, identity_ids


def known_facts(customer: Customer) -> dict[str, object]:
    """Return what is known: name, email, phone, address, language, birth_date; a fact that is not known is left out.

    `email`, `phone` and `address` answer fields of these kinds that are marked personal. Of several contact points it is the
    one proved first, else the oldest. `birth_date` is ISO 8601.
    """
    ids = identity_ids(customer.pk)
    kept = customer if ids[0] == customer.pk else Customer.objects.get(pk=ids[0])
    points = contact_points_of(ids)
    present = addresses_of(ids).first()
    facts = {
        "name": kept.name,
        "email": next((point.value for point in points if point.kind == ContactPointKind.EMAIL), ""),
        "phone": next((point.value for point in points if point.kind == ContactPointKind.PHONE), ""),
        "address": present.lines if present else {},
        "language": kept.language,
        "birth_date": kept.born_on.isoformat() if kept.born_on else "",
    }
    return {kind: value for kind, value in facts.items() if value}
