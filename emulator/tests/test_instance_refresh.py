import base64
import gzip
import uuid
from typing import Any

from . import Aws, PatchTest, outcome

REGISTRY = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/devloop"


class Fleet:
    """An Auto Scaling group of two servers behind a target group."""

    def __init__(self, account: Aws, compressed: bool = False) -> None:
        self.compressed = compressed
        self.name = f"f-{uuid.uuid4()}"[:32]
        self.group = {"AutoScalingGroupName": self.name}
        self.account, self.ec2, self.scaling = account, account("ec2"), account("autoscaling")
        account("logs").create_log_group(logGroupName=self.name)
        self.template = self.ec2.create_launch_template(
            LaunchTemplateName=self.name, LaunchTemplateData=self.data("1.0.0")
        )["LaunchTemplate"]["LaunchTemplateId"]
        vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = self.ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        self.targets = account("elbv2").create_target_group(
            Name=self.name, Protocol="HTTP", Port=8080, VpcId=vpc
        )["TargetGroups"][0]["TargetGroupArn"]
        self.scaling.create_auto_scaling_group(
            **self.group,
            MinSize=2,
            MaxSize=2,
            VPCZoneIdentifier=subnet,
            TargetGroupARNs=[self.targets],
            LaunchTemplate={"LaunchTemplateId": self.template, "Version": "1"},
        )

    def data(self, tag: str) -> dict[str, str]:
        text = f"      LOG_GROUP='{self.name}'\n      APPLICATION_IMAGE='{REGISTRY}:{tag}'\n"
        content = gzip.compress(text.encode()) if self.compressed else text.encode()
        encoded = base64.b64encode(content).decode()
        return {"ImageId": "ami-12c6146b", "InstanceType": "t3.micro", "UserData": encoded}

    def refresh(self, tag: str) -> None:
        self.ec2.create_launch_template_version(
            LaunchTemplateId=self.template, LaunchTemplateData=self.data(tag)
        )
        latest = {"LaunchTemplateId": self.template, "Version": "2"}
        self.scaling.update_auto_scaling_group(**self.group, LaunchTemplate=latest)
        self.scaling.start_instance_refresh(**self.group)

    def status(self) -> tuple[str, int | None]:
        latest = self.scaling.describe_instance_refreshes(**self.group)["InstanceRefreshes"][0]
        return latest["Status"], latest.get("PercentageComplete")

    def servers(self) -> list[str]:
        """Version of each server, with its target health."""
        (group,) = self.scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[self.name])[
            "AutoScalingGroups"
        ]
        health = self.account("elbv2").describe_target_health(TargetGroupArn=self.targets)
        by_id = {
            one["Target"]["Id"]: one["TargetHealth"]["State"] for one in health["TargetHealthDescriptions"]
        }
        versions = {one["InstanceId"]: one["LaunchTemplate"]["Version"] for one in group["Instances"]}
        assert versions.keys() == by_id.keys()
        return sorted(f"{version} {by_id[id]}" for id, version in versions.items())

    def look(self) -> Any:
        return self.status(), self.servers()

    def asked(self, what: str) -> Any:
        return outcome(lambda _: getattr(self.scaling, what)(**self.group), self.account)

    def log(self) -> list[list[str]]:
        logs, group = self.account("logs"), {"logGroupName": self.name}
        streams = [one["logStreamName"] for one in logs.describe_log_streams(**group)["logStreams"]]
        return [
            [one["message"] for one in logs.get_log_events(**group, logStreamName=stream)["events"]]
            for stream in streams
        ]


OLD = ["1 healthy"] * 2


class TargetHealth(PatchTest):
    def test_instances_without_a_group_are_as_their_image(self) -> None:
        def probe(account: Aws) -> list[str]:
            ec2, balancers = account("ec2"), account("elbv2")
            vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
            ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")
            targets = balancers.create_target_group(
                Name=f"t-{uuid.uuid4()}"[:32], Protocol="HTTP", Port=8080, VpcId=vpc
            )["TargetGroups"][0]["TargetGroupArn"]
            states = []
            for tag in ("1.0.0", "broken", "slow"):
                (instance,) = ec2.run_instances(
                    ImageId="ami-12c6146b",
                    MinCount=1,
                    MaxCount=1,
                    UserData=f"      APPLICATION_IMAGE='{REGISTRY}:{tag}'\n",
                )["Instances"]
                target = {"Id": instance["InstanceId"]}
                balancers.register_targets(TargetGroupArn=targets, Targets=[target])
                health = balancers.describe_target_health(TargetGroupArn=targets, Targets=[target])
                states.append(health["TargetHealthDescriptions"][0]["TargetHealth"]["State"])
            return states

        self.mends(probe, ["healthy", "unhealthy", "initial"])


class InstanceRefresh(PatchTest):
    def test_each_successor_is_healthy_before_its_predecessor_goes(self) -> None:
        def probe(account: Aws) -> list:
            fleet = Fleet(account)
            fleet.refresh("1.0.1")
            return [fleet.look() for _ in range(5)]

        self.mends(
            probe,
            [
                (("Pending", None), OLD),
                (("InProgress", 0), [*OLD, "2 initial", "2 initial"]),
                (("InProgress", 0), [*OLD, "2 healthy", "2 healthy"]),
                (("Successful", 100), ["2 healthy"] * 2),
                (("Successful", 100), ["2 healthy"] * 2),
            ],
        )

    def test_a_broken_image_fails_it_and_the_predecessors_stay(self) -> None:
        self.broken(compressed=False)

    def test_compressed_user_data_is_read_as_well(self) -> None:
        self.broken(compressed=True)

    def broken(self, compressed: bool) -> None:
        def probe(account: Aws) -> list:
            fleet = Fleet(account, compressed)
            fleet.refresh("broken")
            return [*(fleet.look() for _ in range(4)), fleet.log()]

        log = ["Starting the application", "java.lang.IllegalStateException: the tag of this image is broken"]
        self.mends(
            probe,
            [
                (("Pending", None), OLD),
                (("InProgress", 0), [*OLD, "2 initial", "2 initial"]),
                (("InProgress", 0), [*OLD, "2 unhealthy", "2 unhealthy"]),
                (("Failed", 0), OLD),
                [log, log],
            ],
        )

    def test_one_at_a_time_until_it_is_cancelled(self) -> None:
        def probe(account: Aws) -> list:
            fleet = Fleet(account)
            fleet.refresh("1.0.1")
            fleet.look()
            seen = [fleet.look()[1], fleet.asked("start_instance_refresh")]
            fleet.asked("cancel_instance_refresh")
            return [*seen, fleet.status(), fleet.look(), fleet.asked("cancel_instance_refresh")]

        self.mends(
            probe,
            [
                [*OLD, "2 initial", "2 initial"],
                "InstanceRefreshInProgress",
                ("Cancelling", 0),
                (("Cancelled", 0), OLD),
                "ActiveInstanceRefreshNotFound",
            ],
        )


class TemplateVersions(PatchTest):
    def test_a_version_is_based_on_its_source(self) -> None:
        def probe(account: Aws) -> list:
            fleet = Fleet(account)
            data = fleet.data("1.0.1")
            tags = [{"ResourceType": "volume", "Tags": [{"Key": "Name", "Value": "server"}]}]
            make = account("ec2").create_launch_template_version
            made = make(
                LaunchTemplateId=fleet.template, LaunchTemplateData={**data, "TagSpecifications": tags}
            )
            repeated = make(
                LaunchTemplateId=fleet.template,
                SourceVersion="2",
                LaunchTemplateData={"UserData": data["UserData"]},
            )
            texts = [one["LaunchTemplateVersion"]["LaunchTemplateData"] for one in (made, repeated)]
            return [texts[0] == texts[1], texts[1].get("TagSpecifications") == tags]

        self.mends(probe, [True, True])
