from typing import Any

from . import Aws, PatchTest, aws, outcome

AMI = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"


def made_network(account: Aws) -> tuple[str, str, str]:
    ec2 = account("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="app", Description="app", VpcId=vpc)["GroupId"]
    return vpc, subnet, group


def made_instance(account: Aws, **options: Any) -> str:
    _, subnet, group = made_network(account)
    image = account("ssm").get_parameter(Name=AMI)["Parameter"]["Value"]
    required = {
        "ImageId": image,
        "InstanceType": "t2.medium",
        "MinCount": 1,
        "MaxCount": 1,
        "SubnetId": subnet,
    }
    made = account("ec2").run_instances(**required, SecurityGroupIds=[group], **options)
    return made["Instances"][0]["InstanceId"]


def described(account: Aws, instance: str) -> dict:
    return account("ec2").describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]


class Monitoring(PatchTest):
    def test_detailed_monitoring_can_be_switched_on_and_off(self) -> None:
        def probe(account: Aws) -> list[str]:
            instance = made_instance(account)
            returned = [account("ec2").monitor_instances(InstanceIds=[instance])["InstanceMonitorings"][0]]
            seen = [described(account, instance)]
            returned += [account("ec2").unmonitor_instances(InstanceIds=[instance])["InstanceMonitorings"][0]]
            seen += [described(account, instance)]
            return [one["Monitoring"]["State"] for one in returned + seen]

        self.mends(probe, ["pending", "disabling", "enabled", "disabled"])


class InstanceOptions(PatchTest):
    def test_termination_protection_is_kept_and_respected(self) -> None:
        def probe(account: Aws) -> Any:
            return account("ec2").terminate_instances(
                InstanceIds=[made_instance(account, DisableApiTermination=True)]
            )

        self.mends(probe, "OperationNotPermitted")

    def test_termination_protection_can_be_taken_away(self) -> None:
        def probe(account: Aws) -> str:
            instance, ec2 = made_instance(account, DisableApiTermination=True), account("ec2")
            ec2.modify_instance_attribute(InstanceId=instance, DisableApiTermination={"Value": False})
            return ec2.terminate_instances(InstanceIds=[instance])["TerminatingInstances"][0]["CurrentState"][
                "Name"
            ]

        self.assertEqual(outcome(probe, aws()), "shutting-down")

    def test_recovery_and_host_names_are_read_back(self) -> None:
        names = {
            "HostnameType": "resource-name",
            "EnableResourceNameDnsARecord": True,
            "EnableResourceNameDnsAAAARecord": False,
        }

        def probe(account: Aws) -> list[dict]:
            options = {"MaintenanceOptions": {"AutoRecovery": "disabled"}, "PrivateDnsNameOptions": names}
            seen = described(account, made_instance(account, **options))
            return [seen.get("MaintenanceOptions", {}), seen.get("PrivateDnsNameOptions", {})]

        self.mends(probe, [{"AutoRecovery": "disabled"}, names])

    def test_gp3_has_a_throughput(self) -> None:
        def probe(account: Aws) -> list[int]:
            ebs = {"VolumeSize": 8, "VolumeType": "gp3", "Encrypted": True}
            seen = []
            for device in (ebs, {**ebs, "Throughput": 250}):
                instance = made_instance(
                    account, BlockDeviceMappings=[{"DeviceName": "/dev/xvda", "Ebs": device}]
                )
                filters = [{"Name": "attachment.instance-id", "Values": [instance]}]
                seen += account("ec2").describe_volumes(Filters=filters)["Volumes"]
            return [volume.get("Throughput", 0) for volume in seen]

        self.mends(probe, [125, 250])


class ShutdownBehavior(PatchTest):
    def test_the_instance_keeps_its_groups(self) -> None:
        def probe(account: Aws) -> list[str]:
            instance, ec2 = made_instance(account), account("ec2")
            ec2.modify_instance_attribute(
                InstanceId=instance, InstanceInitiatedShutdownBehavior={"Value": "terminate"}
            )
            attribute = "instanceInitiatedShutdownBehavior"
            seen = ec2.describe_instance_attribute(InstanceId=instance, Attribute=attribute)
            groups = described(account, instance)["SecurityGroups"]
            return [
                seen["InstanceInitiatedShutdownBehavior"]["Value"],
                *(group["GroupName"] for group in groups),
            ]

        self.mends(probe, ["terminate", "app"])


class RuleDescriptions(PatchTest):
    def test_a_rule_that_refers_to_a_group_is_described(self) -> None:
        def probe(account: Aws) -> list[str]:
            vpc, _, app = made_network(account)
            ec2 = account("ec2")
            client = ec2.create_security_group(GroupName="lb", Description="lb", VpcId=vpc)["GroupId"]
            pair = {"GroupId": client, "Description": "From the load balancer"}
            port = {"IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080, "UserIdGroupPairs": [pair]}
            returned = ec2.authorize_security_group_ingress(GroupId=app, IpPermissions=[port])[
                "SecurityGroupRules"
            ][0]
            read = ec2.describe_security_group_rules(SecurityGroupRuleIds=[returned["SecurityGroupRuleId"]])
            return [rule.get("Description") for rule in (returned, *read["SecurityGroupRules"])]

        self.mends(probe, ["From the load balancer"] * 2)


class ModifiedRules(PatchTest):
    def test_a_rule_for_every_protocol_can_be_changed(self) -> None:
        def probe(account: Aws) -> list:
            vpc, _, app = made_network(account)
            ec2 = account("ec2")
            pairs = [{"GroupId": app, "Description": "Among themselves"}]
            allowed = [{"IpProtocol": "-1", "UserIdGroupPairs": pairs}]
            rule = ec2.authorize_security_group_ingress(GroupId=app, IpPermissions=allowed)[
                "SecurityGroupRules"
            ][0]
            other = ec2.create_security_group(GroupName="other", Description="other", VpcId=vpc)["GroupId"]
            ids = [rule["SecurityGroupRuleId"]]
            new = {"IpProtocol": "-1", "ReferencedGroupId": other, "Description": "From the other"}
            changes = [{"SecurityGroupRuleId": ids[0], "SecurityGroupRule": new}]
            ec2.modify_security_group_rules(GroupId=app, SecurityGroupRules=changes)
            seen = ec2.describe_security_group_rules(SecurityGroupRuleIds=ids)["SecurityGroupRules"][0]
            return [seen["ReferencedGroupInfo"]["GroupId"] == other, seen["Description"], seen["IpProtocol"]]

        self.mends(probe, [True, "From the other", "-1"])


class LaunchTemplateTags(PatchTest):
    def test_the_tags_of_the_template_are_not_in_its_data(self) -> None:
        def probe(account: Aws) -> list:
            tags = [{"Key": "Project", "Value": "devloop"}]
            made = account("ec2").create_launch_template(
                LaunchTemplateName="fleet",
                LaunchTemplateData={"InstanceType": "t3.micro"},
                TagSpecifications=[{"ResourceType": "launch-template", "Tags": tags}],
            )["LaunchTemplate"]
            versions = account("ec2").describe_launch_template_versions(
                LaunchTemplateId=made["LaunchTemplateId"]
            )
            return [
                made["Tags"] == tags,
                versions["LaunchTemplateVersions"][0]["LaunchTemplateData"].get("TagSpecifications", []),
            ]

        self.mends(probe, [True, []])


class InstanceConnectEndpoints(PatchTest):
    def test_one_is_made_found_and_deleted(self) -> None:
        def probe(account: Aws) -> list:
            vpc, subnet, group = made_network(account)
            ec2, tags = account("ec2"), [{"Key": "Name", "Value": "way-in"}]
            specification = [{"ResourceType": "instance-connect-endpoint", "Tags": tags}]
            made = ec2.create_instance_connect_endpoint(
                SubnetId=subnet, SecurityGroupIds=[group], TagSpecifications=specification
            )["InstanceConnectEndpoint"]
            ids = [made["InstanceConnectEndpointId"]]
            seen = ec2.describe_instance_connect_endpoints(InstanceConnectEndpointIds=ids)[
                "InstanceConnectEndpoints"
            ]
            ec2.delete_instance_connect_endpoint(InstanceConnectEndpointId=ids[0])
            gone = outcome(
                lambda a: a("ec2").describe_instance_connect_endpoints(InstanceConnectEndpointIds=ids),
                account,
            )
            interfaces = ec2.describe_network_interfaces(Filters=[{"Name": "vpc-id", "Values": [vpc]}])
            facts = [
                (one["State"], one["VpcId"] == vpc, one["SecurityGroupIds"] == [group], one["Tags"])
                for one in seen
            ]
            return [facts, gone, interfaces["NetworkInterfaces"]]

        tags = [{"Key": "Name", "Value": "way-in"}]
        self.mends(
            probe, [[("create-complete", True, True, tags)], "InvalidInstanceConnectEndpointId.NotFound", []]
        )


class Leftovers(PatchTest):
    def interfaces(self, account: Aws, vpc: str) -> list[str]:
        found = account("ec2").describe_network_interfaces(Filters=[{"Name": "vpc-id", "Values": [vpc]}])
        return [interface["NetworkInterfaceId"] for interface in found["NetworkInterfaces"]]

    def test_an_instance_takes_its_interface_along(self) -> None:
        def probe(account: Aws) -> list:
            instance = made_instance(account)
            before = described(account, instance)
            account("ec2").terminate_instances(InstanceIds=[instance])
            kept = [one["Attachment"]["DeleteOnTermination"] for one in before["NetworkInterfaces"]]
            return [kept, self.interfaces(account, before["VpcId"])]

        self.mends(probe, [[True], []])

    def test_an_interface_that_was_there_before_stays(self) -> None:
        def probe(account: Aws) -> bool:
            _, subnet, _ = made_network(account)
            ec2 = account("ec2")
            own = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]
            nic = [{"DeviceIndex": 0, "NetworkInterfaceId": own["NetworkInterfaceId"]}]
            made = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, NetworkInterfaces=nic)[
                "Instances"
            ][0]
            ec2.terminate_instances(InstanceIds=[made["InstanceId"]])
            return self.interfaces(account, own["VpcId"]) == [own["NetworkInterfaceId"]]

        self.assertEqual(outcome(probe, aws()), True)

    def test_a_nat_gateway_frees_its_interface_and_address(self) -> None:
        def probe(account: Aws) -> list:
            vpc, subnet, _ = made_network(account)
            ec2 = account("ec2")
            address = ec2.allocate_address(Domain="vpc")["AllocationId"]
            gateway = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"][
                "NatGatewayId"
            ]
            ec2.delete_nat_gateway(NatGatewayId=gateway)
            free = "AssociationId" not in ec2.describe_addresses(AllocationIds=[address])["Addresses"][0]
            ec2.release_address(AllocationId=address)
            return [free, self.interfaces(account, vpc)]

        self.mends(probe, [True, []])

    def test_a_vpc_takes_its_default_acl_along(self) -> None:
        def probe(account: Aws) -> list:
            ec2 = account("ec2")
            vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
            ec2.delete_vpc(VpcId=vpc)
            return ec2.describe_network_acls(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["NetworkAcls"]

        self.mends(probe, [])


class TaggedResources(PatchTest):
    def test_addresses_key_pairs_templates_and_rules_are_told_of(self) -> None:
        def probe(account: Aws) -> list[str]:
            ec2 = account("ec2")
            tags = [{"Key": "Probe", "Value": "tagged"}]

            def tagged(kind: str) -> list[dict]:
                return [{"ResourceType": kind, "Tags": tags}]

            ec2.allocate_address(Domain="vpc", TagSpecifications=tagged("elastic-ip"))
            ec2.create_key_pair(KeyName="tagged", TagSpecifications=tagged("key-pair"))
            ec2.create_launch_template(
                LaunchTemplateName="tagged",
                LaunchTemplateData={"InstanceType": "t3.micro"},
                TagSpecifications=tagged("launch-template"),
            )
            _, _, group = made_network(account)
            rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
            ec2.authorize_security_group_ingress(
                GroupId=group, IpPermissions=[rule], TagSpecifications=tagged("security-group-rule")
            )
            found = account("resourcegroupstaggingapi").get_resources(
                TagFilters=[{"Key": "Probe", "Values": ["tagged"]}]
            )["ResourceTagMappingList"]
            return sorted(one["ResourceARN"].split(":")[5].split("/")[0] for one in found)

        self.mends(probe, ["elastic-ip", "key-pair", "launch-template", "security-group-rule"])
