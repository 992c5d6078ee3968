"""Raw input, what it means, and forms that were saved for later."""

from firstpoint.domain.intake.models.drafts import Draft
from firstpoint.domain.intake.models.incoming import Incoming, IncomingFile, Sender
from firstpoint.domain.intake.models.raw_inputs import RawInput, RawState

__all__ = ("Draft", "Incoming", "IncomingFile", "RawInput", "RawState", "Sender")
