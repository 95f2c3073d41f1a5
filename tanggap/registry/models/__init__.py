"""Who the government is: agencies and their accounts, the people who may act for them, and under which mandate."""

from tanggap.registry.models.accounts import Network, OfficialAccount
from tanggap.registry.models.agencies import Agency, AgencyDomain, AgencyKeyword, SigningKey
from tanggap.registry.models.approvals import Approval
from tanggap.registry.models.mandates import Mandate, Officer, Power
from tanggap.registry.models.snapshots import RegistrySnapshot

__all__ = [
    "Agency",
    "AgencyDomain",
    "AgencyKeyword",
    "Approval",
    "Mandate",
    "Network",
    "Officer",
    "OfficialAccount",
    "Power",
    "RegistrySnapshot",
    "SigningKey",
]
