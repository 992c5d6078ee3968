"""Customers: who they are, how they are reached and found, and who of them are one."""

from firstpoint.domain.customers.models.checks import CheckHow, IdentityCheck
from firstpoint.domain.customers.models.codes import CodePurpose, OneTimeCode
from firstpoint.domain.customers.models.customers import (
    AccessNeed,
    Address,
    Consent,
    ContactPoint,
    ContactPointKind,
    Customer,
    CustomerKind,
    PreferredChannel,
)
from firstpoint.domain.customers.models.merging import Evidence, Merge, NotTheSame
from firstpoint.domain.customers.models.names import NameSpelling, NameWord

__all__ = (
    "AccessNeed",
    "Address",
    "CheckHow",
    "CodePurpose",
    "Consent",
    "ContactPoint",
    "ContactPointKind",
    "Customer",
    "CustomerKind",
    "Evidence",
    "IdentityCheck",
    "Merge",
    "NameSpelling",
    "NameWord",
    "NotTheSame",
    "OneTimeCode",
    "PreferredChannel",
)
