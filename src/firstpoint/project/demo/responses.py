"""What advisers of the demonstration agency answer with again and again, in both languages."""

from firstpoint.domain.catalogue.models import Service
from firstpoint.domain.knowledge.actions import save_response
from firstpoint.domain.people.models import SYSTEM

# Code, name for advisers, code of the service or nothing, English, Spanish.
RESPONSES: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "received-and-when",
        "We have it, and by when we answer",
        "",
        "Dear {customer_name},\n\nWe have your request about {enquiry_type}, {reference}. You will hear from us by "
        "{promise}.\n\n{adviser_name}, {agency_name}",
        "Hola, {customer_name}:\n\nTenemos su solicitud sobre {enquiry_type}, {reference}. Tendrá noticias nuestras a "
        "más tardar el {promise}.\n\n{adviser_name}, {agency_name}",
    ),
    (
        "do-it-online",
        "You can do this yourself now",
        "",
        "Dear {customer_name},\n\nYou can do this yourself at any hour: {self_service_link}. If you would rather not, "
        "answer here or call {agency_phone}, and we will do it with you.\n\n{adviser_name}, {agency_name}",
        "Hola, {customer_name}:\n\nPuede hacerlo usted a cualquier hora: {self_service_link}. Si prefiere no hacerlo, "
        "responda aquí o llame al {agency_phone} y lo haremos juntos.\n\n{adviser_name}, {agency_name}",
    ),
    (
        "papers-missing",
        "A paper is missing",
        "food-cash-help",
        "Dear {customer_name},\n\nTo decide on {reference} we still need one paper: proof of where you live, not older "
        "than three months. A bill or a letter from your landlord will do. Add a photo of it to your case.\n\n"
        "{adviser_name}, {agency_name}",
        "Hola, {customer_name}:\n\nPara decidir sobre {reference} nos falta un documento: un comprobante de domicilio "
        "de los últimos tres meses. Basta una factura o una carta del propietario. Agregue una foto a su caso.\n\n"
        "{adviser_name}, {agency_name}",
    ),
    (
        "crew-is-coming",
        "A crew will look at it",
        "streets-lights",
        "Thank you for telling us. A crew will look at it within three working days, and we will write to you when it is "
        "done. If it becomes dangerous before that, call {agency_phone}.\n\n{agency_name}",
        "Gracias por avisarnos. Una cuadrilla lo revisará en un plazo de tres días hábiles, y le escribiremos cuando "
        "esté listo. Si antes se vuelve peligroso, llame al {agency_phone}.\n\n{agency_name}",
    ),
    (
        "not-ours-state",
        "The state decides this, not the county",
        "",
        "Dear {customer_name},\n\nThe state decides about this, not the county. We are sorry that we cannot do it for you. "
        "Their number is 211; the call is free, and they speak English and Spanish.\n\n{adviser_name}, {agency_name}",
        "Hola, {customer_name}:\n\nEsto lo decide el estado, no el condado. Lamentamos no poder hacerlo por usted. El "
        "número es el 211; la llamada es gratuita y atienden en inglés y en español.\n\n{adviser_name}, {agency_name}",
    ),
    (
        "bill-explained",
        "Why a water bill is higher",
        "water-billing",
        "Dear {customer_name},\n\nYour bill is higher because the meter was read, after two bills that we had estimated. "
        "The next one will be as usual. If you cannot pay it at once, we will agree on a plan with you: answer here.\n\n"
        "{adviser_name}, {agency_name}",
        "Hola, {customer_name}:\n\nSu factura es más alta porque se leyó el medidor, después de dos facturas estimadas. "
        "La próxima será la habitual. Si no puede pagarla de una vez, acordaremos un plan con usted: responda aquí.\n\n"
        "{adviser_name}, {agency_name}",
    ),
)


def write_responses() -> None:
    """Write them all."""
    services = {service.code: service for service in Service.objects.all()}
    for code, name, service, english, spanish in RESPONSES:
        texts = {("en", ""): english, ("es", ""): spanish}
        save_response(code, actor=SYSTEM, name=name, texts=texts, service=services.get(service))
