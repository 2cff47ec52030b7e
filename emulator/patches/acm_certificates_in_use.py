"""ACM keeps a certificate that a listener has, and Elastic Load Balancing takes none that is not issued; moto does neither.

https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html
"""

from typing import Any, Callable

from moto.acm.models import AWSCertificateManagerBackend, acm_backends
from moto.core.exceptions import JsonRESTError
from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend, elbv2_backends

from . import around


@around(AWSCertificateManagerBackend)
def delete_certificate(original: Callable, self: AWSCertificateManagerBackend, arn: str) -> None:
    balancers = elbv2_backends[self.account_id][self.region_name].load_balancers.values()
    if any(listener.certificate == arn for balancer in balancers for listener in balancer.listeners.values()):
        raise JsonRESTError("ResourceInUseException", f"Certificate {arn} is in use.")
    original(self, arn)


def refuse_pending(self: ELBv2Backend, arn: str | None) -> None:
    found = acm_backends[self.account_id][self.region_name]._certificates.get(arn)
    if found is None:
        return
    found.check()
    if found.status != "ISSUED":
        raise ELBClientError(
            "UnsupportedCertificate",
            f"The certificate '{arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.",
        )


@around(ELBv2Backend)
def create_listener(original: Callable, self: ELBv2Backend, *args: Any, **options: Any) -> Any:
    refuse_pending(self, options.get("certificate"))
    return original(self, *args, **options)


@around(ELBv2Backend)
def modify_listener(original: Callable, self: ELBv2Backend, *args: Any) -> Any:
    *_, certificates, _ = args
    for certificate in certificates:
        refuse_pending(self, certificate["CertificateArn"])
    return original(self, *args)
