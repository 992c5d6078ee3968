"""What the contact pages ask: an enquiry type's questions, how to reach the sender, and a one-time code."""

from firstpoint.doors.public.contact.forms.codes import CodeForm
from firstpoint.doors.public.contact.forms.enquiries import EnquiryForm
from firstpoint.doors.public.contact.forms.journeys import Journey
from firstpoint.doors.public.contact.forms.reaching import ContactPointField, ReachForm

__all__ = ("CodeForm", "ContactPointField", "EnquiryForm", "Journey", "ReachForm")
