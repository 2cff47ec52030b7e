"""ACM issues a certificate once DNS has a record for each of its names; moto issues it after a minute, without records.

Records of every public zone in the account count, so that one stands for DNS that is elsewhere.
https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
"""

from typing import Callable

from moto.acm.models import CertBundle
from moto.route53.models import route53_backends

from . import around


def public_records(account: str) -> set[tuple[str, str]]:
    zones = route53_backends[account]["aws"].zones.values()
    return {
        (record.name.rstrip("."), value.rstrip("."))
        for zone in zones
        if not zone.private_zone
        for record in zone.rrsets
        if record.type == "CNAME"
        for value in record.records or []
    }


@around(CertBundle)
def check(original: Callable, certificate: CertBundle) -> None:
    if certificate.type != "AMAZON_ISSUED" or certificate.status != "PENDING_VALIDATION":
        return original(certificate)
    account = certificate.arn.split(":")[4]
    options = certificate.describe()["Certificate"]["DomainValidationOptions"]
    wanted = {
        (option["ResourceRecord"]["Name"].rstrip("."), option["ResourceRecord"]["Value"].rstrip("."))
        for option in options
    }
    if wanted <= public_records(account):
        certificate.status = "ISSUED"
    return None
