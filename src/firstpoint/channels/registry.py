"""The channels that there are. Adding one is a folder beside this file and a line here."""

from collections.abc import Mapping

from firstpoint.channels.adapter import Adapter
from firstpoint.channels.email.send import send as send_email
from firstpoint.channels.sms.send import send as send_sms
from firstpoint.channels.web.parse import parse as parse_web
from firstpoint.domain.contacts.models import Channel

ADAPTERS: Mapping[str, Adapter] = {
    Channel.WEB: Adapter(parse=parse_web),
    Channel.EMAIL: Adapter(send=send_email),
    Channel.SMS: Adapter(send=send_sms),
}
