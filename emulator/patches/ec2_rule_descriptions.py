"""A rule that refers to a group has a description too; moto reads it from the CIDR range alone, so there it is lost.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
"""

from moto.ec2.models.security_groups import SecurityGroupRule


def description(self: SecurityGroupRule) -> str | None:
    return self.ip_range.get("Description") or self.source_group.get("Description")


SecurityGroupRule.description = property(description)
