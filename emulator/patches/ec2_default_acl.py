"""AWS deletes a VPC's default network ACL with the VPC; moto keeps it.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html
"""

from typing import Any, Callable

from moto.ec2.models import EC2Backend

from . import around


@around(EC2Backend)
def delete_vpc(original: Callable, self: EC2Backend, vpc_id: str) -> Any:
    vpc = original(self, vpc_id)
    self.network_acls = {id: acl for id, acl in self.network_acls.items() if acl.vpc_id != vpc_id}
    return vpc
