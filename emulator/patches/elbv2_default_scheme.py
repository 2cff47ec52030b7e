"""AWS creates an internet-facing load balancer by default; moto sets no scheme.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
"""

from typing import Any, Callable

from moto.elbv2.models import ELBv2Backend

from . import around


@around(ELBv2Backend)
def create_load_balancer(original: Callable, self: ELBv2Backend, *args: Any, **options: Any) -> Any:
    options["scheme"] = options.get("scheme") or "internet-facing"
    return original(self, *args, **options)
