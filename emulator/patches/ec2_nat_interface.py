"""AWS releases a NAT gateway's address and deletes its network interface with the gateway; moto keeps both in use.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNatGateway.html
"""

from typing import Any, Callable

from moto.ec2.models import EC2Backend

from . import around


@around(EC2Backend)
def delete_nat_gateway(original: Callable, self: EC2Backend, nat_gateway_id: str) -> Any:
    gateway = original(self, nat_gateway_id)
    for address in self.addresses:
        if address.eni is gateway._eni and address.association_id:
            self.disassociate_address(association_id=address.association_id)
    self.enis.pop(gateway._eni.id, None)
    return gateway
