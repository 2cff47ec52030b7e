"""AWS rejects the deletion of a load balancer with deletion protection; moto deletes it.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html
"""

from typing import Callable

from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend

from . import around


@around(ELBv2Backend)
def delete_load_balancer(original: Callable, self: ELBv2Backend, arn: str) -> None:
    balancer = self.load_balancers.get(arn)
    if balancer and balancer.attrs.get("deletion_protection.enabled") == "true":
        raise ELBClientError(
            "OperationNotPermitted",
            f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled",
        )
    original(self, arn)
