"""AWS changes a rule's referenced group, and needs no ports for protocol -1; moto keeps the group, and requires ports.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
"""

from typing import Callable

from moto.ec2.models import EC2Backend

from . import around

NO_PORTS = {"FromPort": -1, "ToPort": -1}


@around(EC2Backend)
def modify_security_group_rules(
    original: Callable, self: EC2Backend, group_id: str, rules: dict[str, dict]
) -> None:
    ported = {id: {**NO_PORTS, **new} if new.get("IpProtocol") == "-1" else new for id, new in rules.items()}
    original(self, group_id, ported)
    for id, new in rules.items():
        if "ReferencedGroupId" in new:
            rule = self.get_security_group_by_name_or_id(group_id).get_rule(id)
            rule.source_group = {**rule.source_group, "GroupId": new["ReferencedGroupId"]}
