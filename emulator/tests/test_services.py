import json
import uuid
from typing import Any

from . import REGION, Aws, PatchTest, aws, outcome

ROLE = "arn:aws:iam::123456789012:role/monitoring"
KEY = f"arn:aws:kms:{REGION}:123456789012:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f"


def made_database(account: Aws, **options: Any) -> dict:
    required = {
        "DBInstanceClass": "db.t3.micro",
        "Engine": "mysql",
        "EngineVersion": "8.4",
        "AllocatedStorage": 20,
    }
    name = f"db-{uuid.uuid4()}"
    account("rds").create_db_instance(
        DBInstanceIdentifier=name,
        MasterUsername="administrator",
        MasterUserPassword="a-long-one",
        **required,
        **options,
    )
    return account("rds").describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]


class Databases(PatchTest):
    def test_a_parameter_that_was_set_has_a_source(self) -> None:
        def probe(account: Aws) -> list[str]:
            rds = account("rds")
            rds.create_db_parameter_group(
                DBParameterGroupName="m", DBParameterGroupFamily="mysql8.4", Description="m"
            )
            wanted = {
                "ParameterName": "max_connections",
                "ParameterValue": "100",
                "ApplyMethod": "pending-reboot",
            }
            rds.modify_db_parameter_group(DBParameterGroupName="m", Parameters=[wanted])
            found = rds.describe_db_parameters(DBParameterGroupName="m", Source="user")["Parameters"]
            return [one.get("Source") for one in found if one["ParameterName"] == "max_connections"]

        self.mends(probe, ["user"])

    def test_insights_and_monitoring_are_read_back(self) -> None:
        def probe(account: Aws) -> list:
            on = {"EnablePerformanceInsights": True, "MonitoringInterval": 60, "MonitoringRoleArn": ROLE}
            seen = made_database(account, **on)
            names = ("PerformanceInsightsEnabled", "PerformanceInsightsRetentionPeriod", "MonitoringInterval")
            return [seen.get(name) for name in (*names, "MonitoringRoleArn")]

        self.mends(probe, [True, 7, 60, ROLE])

    def test_insights_can_be_switched_on_later(self) -> None:
        def probe(account: Aws) -> list:
            name = made_database(account)["DBInstanceIdentifier"]
            account("rds").modify_db_instance(DBInstanceIdentifier=name, EnablePerformanceInsights=True)
            seen = account("rds").describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
            return [seen.get("PerformanceInsightsEnabled")]

        self.mends(probe, [True])

    def test_enrollment_in_extended_support_is_told(self) -> None:
        def probe(account: Aws) -> list[str | None]:
            without = "open-source-rds-extended-support-disabled"
            made = [made_database(account), made_database(account, EngineLifecycleSupport=without)]
            return [one.get("EngineLifecycleSupport") for one in made]

        enrolled = "open-source-rds-extended-support"
        self.mends(probe, [enrolled, f"{enrolled}-disabled"])

    def test_every_database_has_an_id_of_its_own(self) -> None:
        self.mends(lambda account: len({made_database(account)["DbiResourceId"] for _ in range(2)}), 2)

    def test_deletion_protection_is_respected(self) -> None:
        def probe(account: Aws) -> Any:
            name = made_database(account, DeletionProtection=True)["DBInstanceIdentifier"]
            return account("rds").delete_db_instance(DBInstanceIdentifier=name, SkipFinalSnapshot=True)

        self.assertEqual(outcome(probe, aws()), "InvalidParameterCombination")


def two_subnets(account: Aws) -> list[str]:
    ec2 = account("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    zones = {"a": "10.0.0.0/24", "c": "10.0.2.0/24"}
    return [
        ec2.create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZone=f"ap-northeast-2{zone}")["Subnet"][
            "SubnetId"
        ]
        for zone, cidr in zones.items()
    ]


class SubnetGroups(PatchTest):
    def test_a_modified_group_is_still_there(self) -> None:
        def probe(account: Aws) -> list[int]:
            rds, subnets, name = account("rds"), two_subnets(account), f"group-{uuid.uuid4()}"
            rds.create_db_subnet_group(
                DBSubnetGroupName=name, DBSubnetGroupDescription="m", SubnetIds=subnets[:1]
            )
            rds.modify_db_subnet_group(DBSubnetGroupName=name, SubnetIds=subnets)
            (seen,) = rds.describe_db_subnet_groups(DBSubnetGroupName=name)["DBSubnetGroups"]
            return [len(seen["Subnets"])]

        self.mends(probe, [2])


class HostedZones(PatchTest):
    def test_a_zone_of_a_vpc_is_private_and_names_it(self) -> None:
        def probe(account: Aws) -> list:
            vpc = {
                "VPCRegion": REGION,
                "VPCId": account("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"],
            }
            route53 = account("route53")
            made = route53.create_hosted_zone(
                Name="dev.internal", CallerReference=str(uuid.uuid4()), VPC=vpc
            )
            seen = route53.get_hosted_zone(Id=made["HostedZone"]["Id"])
            return [seen["HostedZone"]["Config"]["PrivateZone"], seen.get("VPCs") == [vpc]]

        self.mends(probe, [True, True])


def requested(account: Aws) -> tuple[str, dict]:
    """A requested certificate, and the record that ACM asks for."""
    acm, name = account("acm"), f"{uuid.uuid4()}.example.com"
    arn = acm.request_certificate(DomainName=name, ValidationMethod="DNS")["CertificateArn"]
    (option,) = acm.describe_certificate(CertificateArn=arn)["Certificate"]["DomainValidationOptions"]
    return arn, option["ResourceRecord"]


def proved(account: Aws, record: dict, **zone: Any) -> None:
    route53 = account("route53")
    made = route53.create_hosted_zone(Name="example.com", CallerReference=str(uuid.uuid4()), **zone)
    change = {
        "Name": record["Name"],
        "Type": "CNAME",
        "TTL": 60,
        "ResourceRecords": [{"Value": record["Value"]}],
    }
    route53.change_resource_record_sets(
        HostedZoneId=made["HostedZone"]["Id"],
        ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": change}]},
    )


def listener_with(account: Aws, certificate: str) -> str:
    elb = account("elbv2")
    name = f"lb-{uuid.uuid4()}"[:32]
    (balancer,) = elb.create_load_balancer(Name=name, Subnets=two_subnets(account))["LoadBalancers"]
    (listener,) = elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Protocol="HTTPS",
        Port=443,
        Certificates=[{"CertificateArn": certificate}],
        DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}],
    )["Listeners"]
    return listener["ListenerArn"]


class Certificates(PatchTest):
    def test_a_certificate_is_issued_once_its_record_is_public(self) -> None:
        def probe(account: Aws) -> list[str]:
            arn, record = requested(account)
            seen = []
            vpc = account("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
            for zone in ({"VPC": {"VPCRegion": REGION, "VPCId": vpc}}, {}):
                proved(account, record, **zone)
                seen.append(account("acm").describe_certificate(CertificateArn=arn)["Certificate"]["Status"])
            return seen

        self.mends(probe, ["PENDING_VALIDATION", "ISSUED"])

    def test_a_listener_takes_no_certificate_that_is_not_issued(self) -> None:
        self.mends(lambda account: listener_with(account, requested(account)[0]), "UnsupportedCertificate")

    def test_a_listener_is_not_changed_to_a_certificate_that_is_not_issued(self) -> None:
        def probe(account: Aws) -> str:
            arn, record = requested(account)
            proved(account, record)
            listener = listener_with(account, arn)
            pending = [{"CertificateArn": requested(account)[0]}]
            return account("elbv2").modify_listener(ListenerArn=listener, Certificates=pending)["Listeners"]

        self.mends(probe, "UnsupportedCertificate")

    def test_a_certificate_that_a_listener_has_stays(self) -> None:
        def probe(account: Aws) -> None:
            arn, record = requested(account)
            proved(account, record)
            listener_with(account, arn)
            account("acm").delete_certificate(CertificateArn=arn)

        self.mends(probe, "ResourceInUseException")


class Keys(PatchTest):
    def test_the_rotation_period_is_read_back(self) -> None:
        def probe(account: Aws) -> list:
            kms, periods = account("kms"), []
            for given in ({"RotationPeriodInDays": 180}, {}):
                key = kms.create_key()["KeyMetadata"]["KeyId"]
                kms.enable_key_rotation(KeyId=key, **given)
                periods.append(kms.get_key_rotation_status(KeyId=key).get("RotationPeriodInDays"))
            return periods

        self.mends(probe, [180, 365])


class LogGroups(PatchTest):
    def test_a_key_is_given_and_taken_later(self) -> None:
        def probe(account: Aws) -> list[str | None]:
            logs, name = account("logs"), f"/{uuid.uuid4()}"
            logs.create_log_group(logGroupName=name)
            seen = []
            for change in (
                lambda: logs.associate_kms_key(logGroupName=name, kmsKeyId=KEY),
                lambda: logs.disassociate_kms_key(logGroupName=name),
            ):
                change()
                (group,) = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
                seen.append(group.get("kmsKeyId"))
            return seen

        self.mends(probe, [KEY, None])

    def test_a_group_that_does_not_exist_gets_no_key(self) -> None:
        def probe(account: Aws) -> Any:
            return account("logs").associate_kms_key(logGroupName=f"/{uuid.uuid4()}", kmsKeyId=KEY)

        self.mends(probe, "ResourceNotFoundException")


class LoadBalancers(PatchTest):
    def test_deletion_protection_is_respected_until_it_is_off(self) -> None:
        def probe(account: Aws) -> list:
            elb, subnets = account("elbv2"), two_subnets(account)
            arn = elb.create_load_balancer(Name="web", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]

            def protect(value: str) -> None:
                wanted = [{"Key": "deletion_protection.enabled", "Value": value}]
                elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=wanted)

            protect("true")
            refused = outcome(lambda a: a("elbv2").delete_load_balancer(LoadBalancerArn=arn), account)
            protect("false")
            elb.delete_load_balancer(LoadBalancerArn=arn)
            left = [one["LoadBalancerArn"] for one in elb.describe_load_balancers()["LoadBalancers"]]
            return [refused, arn in left]

        self.mends(probe, ["OperationNotPermitted", False])

    def test_the_scheme_that_is_not_given_faces_the_internet(self) -> None:
        def probe(account: Aws) -> str | None:
            elb = account("elbv2")
            arn = elb.create_load_balancer(Name="facing", Subnets=two_subnets(account))["LoadBalancers"][0][
                "LoadBalancerArn"
            ]
            (seen,) = elb.describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"]
            elb.delete_load_balancer(LoadBalancerArn=arn)
            return seen.get("Scheme")

        self.mends(probe, "internet-facing")


def scaling_group(account: Aws) -> str:
    """Creates an Auto Scaling group without instances, and returns its name."""
    scaling, name = account("autoscaling"), f"group-{uuid.uuid4()}"
    scaling.create_launch_configuration(
        LaunchConfigurationName=name, ImageId="ami-12c6146b", InstanceType="t3.micro"
    )
    scaling.create_auto_scaling_group(
        AutoScalingGroupName=name,
        LaunchConfigurationName=name,
        MinSize=0,
        MaxSize=1,
        AvailabilityZones=["ap-northeast-2a"],
    )
    return name


class CapacityReservations(PatchTest):
    def test_a_group_uses_them_by_default(self) -> None:
        def probe(account: Aws) -> str | None:
            scaling = account("autoscaling")
            name = scaling_group(account)
            (seen,) = scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"]
            return seen.get("CapacityReservationSpecification", {}).get("CapacityReservationPreference")

        self.mends(probe, "default")


class LaunchedTags(PatchTest):
    def test_a_template_tags_volumes_and_interfaces_too(self) -> None:
        def probe(account: Aws) -> list[str]:
            ec2, scaling, name = account("ec2"), account("autoscaling"), f"tags-{uuid.uuid4()}"
            kinds = ("instance", "volume", "network-interface")
            tags = [{"Key": "Probe", "Value": name}]
            template = ec2.create_launch_template(
                LaunchTemplateName=name,
                LaunchTemplateData={
                    "ImageId": "ami-12c6146b",
                    "InstanceType": "t3.micro",
                    "TagSpecifications": [{"ResourceType": kind, "Tags": tags} for kind in kinds],
                },
            )["LaunchTemplate"]["LaunchTemplateId"]
            scaling.create_auto_scaling_group(
                AutoScalingGroupName=name,
                MinSize=1,
                MaxSize=1,
                AvailabilityZones=["ap-northeast-2a"],
                LaunchTemplate={"LaunchTemplateId": template, "Version": "1"},
            )
            found = ec2.describe_tags(Filters=[{"Name": "value", "Values": [name]}])["Tags"]
            scaling.delete_auto_scaling_group(AutoScalingGroupName=name, ForceDelete=True)
            return sorted({one["ResourceType"] for one in found if one["Key"] == "Probe"})

        self.mends(probe, ["instance", "network-interface", "volume"])


class MaintenancePolicies(PatchTest):
    def test_a_group_keeps_its_policy(self) -> None:
        def probe(account: Aws) -> list:
            scaling = account("autoscaling")
            group = {"AutoScalingGroupName": scaling_group(account)}

            def seen() -> dict | None:
                return scaling.describe_auto_scaling_groups(AutoScalingGroupNames=list(group.values()))[
                    "AutoScalingGroups"
                ][0].get("InstanceMaintenancePolicy")

            policies = [seen()]
            for least, most in ((100, 200), (-1, -1)):
                policy = {"MinHealthyPercentage": least, "MaxHealthyPercentage": most}
                scaling.update_auto_scaling_group(**group, InstanceMaintenancePolicy=policy)
                policies.append(seen())
            return policies

        self.mends(probe, [None, {"MinHealthyPercentage": 100, "MaxHealthyPercentage": 200}, None])


class TaggedResources(PatchTest):
    def test_listeners_their_rules_and_the_groups_of_databases_are_told_of(self) -> None:
        def probe(account: Aws) -> list[str]:
            elb, rds, subnets = account("elbv2"), account("rds"), two_subnets(account)
            name, tags = f"t-{uuid.uuid4()}", [{"Key": "Probe", "Value": "services"}]
            rds.create_db_subnet_group(
                DBSubnetGroupName=name, DBSubnetGroupDescription="t", SubnetIds=subnets, Tags=tags
            )
            rds.create_db_parameter_group(
                DBParameterGroupName=name, DBParameterGroupFamily="mysql8.4", Description="t", Tags=tags
            )
            arn = elb.create_load_balancer(Name="tagged", Subnets=subnets)["LoadBalancers"][0][
                "LoadBalancerArn"
            ]
            answer = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
            (listener,) = elb.create_listener(
                LoadBalancerArn=arn, Port=80, Protocol="HTTP", DefaultActions=[answer], Tags=tags
            )["Listeners"]
            elb.create_rule(
                ListenerArn=listener["ListenerArn"],
                Priority=1,
                Conditions=[{"Field": "host-header", "HostHeaderConfig": {"Values": ["a.example.com"]}}],
                Actions=[answer],
                Tags=tags,
            )
            found = account("resourcegroupstaggingapi").get_resources(
                TagFilters=[{"Key": "Probe", "Values": ["services"]}]
            )["ResourceTagMappingList"]
            elb.delete_load_balancer(LoadBalancerArn=arn)
            return sorted(one["ResourceARN"].split(":", 5)[5].split("/")[0].split(":")[0] for one in found)

        self.mends(probe, ["listener", "listener-rule", "pg", "subgrp"])


class ScalingPolicies(PatchTest):
    def test_a_policy_is_enabled_and_predicts_nothing(self) -> None:
        def probe(account: Aws) -> list:
            scaling = account("autoscaling")
            name = scaling_group(account)
            cpu = {"PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"}}
            scaling.put_scaling_policy(
                AutoScalingGroupName=name,
                PolicyName="cpu",
                PolicyType="TargetTrackingScaling",
                TargetTrackingConfiguration={**cpu, "TargetValue": 60},
            )
            (seen,) = scaling.describe_policies(AutoScalingGroupName=name)["ScalingPolicies"]
            return [seen.get("Enabled"), "PredictiveScalingConfiguration" in seen]

        self.mends(probe, [True, False])


class Roles(PatchTest):
    def test_the_policy_simulator_tells_what_a_role_may_do(self) -> None:
        bucket = "arn:aws:s3:::kept"
        allowed = {"Effect": "Allow", "Action": "s3:*", "Resource": [bucket, f"{bucket}/*"]}
        denied = {"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}

        def probe(account: Aws) -> list[str]:
            iam = account("iam")
            name = f"role-{uuid.uuid4()}"
            arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
            document = json.dumps({"Version": "2012-10-17", "Statement": [allowed, denied]})
            iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document)
            answer = iam.simulate_principal_policy(
                PolicySourceArn=arn,
                ActionNames=["s3:GetObject", "s3:DeleteBucket"],
                ResourceArns=[f"{bucket}/a", "arn:aws:s3:::other/a"],
            )
            return [one["EvalDecision"] for one in answer["EvaluationResults"]]

        self.mends(probe, ["allowed", "implicitDeny", "explicitDeny", "explicitDeny"])

    def test_the_policy_simulator_keeps_to_a_boundary(self) -> None:
        def document(action: str) -> str:
            statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
            return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

        def probe(account: Aws) -> list[str]:
            iam = account("iam")
            name = f"role-{uuid.uuid4()}"
            bound = iam.create_policy(PolicyName=name, PolicyDocument=document("s3:Get*"))
            arn = iam.create_role(
                RoleName=name,
                AssumeRolePolicyDocument="{}",
                PermissionsBoundary=bound["Policy"]["Arn"],
            )["Role"]["Arn"]
            iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document("s3:*Object"))
            answer = iam.simulate_principal_policy(
                PolicySourceArn=arn, ActionNames=["s3:GetObject", "s3:PutObject", "s3:GetBucketAcl"]
            )
            return [one["EvalDecision"] for one in answer["EvaluationResults"]]

        self.mends(probe, ["allowed", "implicitDeny", "implicitDeny"])


class Budgets(PatchTest):
    def test_a_budget_has_subscribers_and_tags(self) -> None:
        def probe(account: Aws) -> list[Any]:
            budgets = account("budgets")
            owner = {"AccountId": "123456789012", "BudgetName": f"b-{uuid.uuid4()}"}
            forecast = {
                "NotificationType": "FORECASTED",
                "ComparisonOperator": "GREATER_THAN",
                "Threshold": 100.0,
            }
            subscriber = {
                "SubscriptionType": "SNS",
                "Address": "arn:aws:sns:ap-northeast-2:123456789012:alarms",
            }
            budgets.create_budget(
                AccountId=owner["AccountId"],
                Budget={
                    "BudgetName": owner["BudgetName"],
                    "BudgetLimit": {"Amount": "10", "Unit": "USD"},
                    "TimeUnit": "MONTHLY",
                    "BudgetType": "COST",
                },
                NotificationsWithSubscribers=[{"Notification": forecast, "Subscribers": [subscriber]}],
                ResourceTags=[{"Key": "Project", "Value": "devloop"}],
            )
            found = budgets.describe_subscribers_for_notification(**owner, Notification=forecast)
            arn = f"arn:aws:budgets::123456789012:budget/{owner['BudgetName']}"
            budgets.tag_resource(ResourceARN=arn, ResourceTags=[{"Key": "Team", "Value": "web"}])
            budgets.untag_resource(ResourceARN=arn, ResourceTagKeys=["Project"])
            tags = budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"]
            return [[one["Address"] for one in found["Subscribers"]], tags]

        self.mends(
            probe,
            [["arn:aws:sns:ap-northeast-2:123456789012:alarms"], [{"Key": "Team", "Value": "web"}]],
        )


class Backups(PatchTest):
    def test_a_plan_has_selections_and_changes(self) -> None:
        def probe(account: Aws) -> list[Any]:
            backup = account("backup")
            vault, name = f"v-{uuid.uuid4()}", f"p-{uuid.uuid4()}"
            backup.create_backup_vault(BackupVaultName=vault)
            rule = {"RuleName": "daily", "TargetBackupVaultName": vault}
            plan = backup.create_backup_plan(BackupPlan={"BackupPlanName": name, "Rules": [rule]})
            id = plan["BackupPlanId"]
            selected = {
                "SelectionName": "all",
                "IamRoleArn": ROLE,
                "Resources": ["arn:aws:rds:ap-northeast-2:123456789012:db:one"],
            }
            selection = backup.create_backup_selection(BackupPlanId=id, BackupSelection=selected)
            found = backup.get_backup_selection(BackupPlanId=id, SelectionId=selection["SelectionId"])
            backup.update_backup_plan(
                BackupPlanId=id, BackupPlan={"BackupPlanName": name, "Rules": [{**rule, "RuleName": "nightly"}]}
            )
            rules = backup.get_backup_plan(BackupPlanId=id)["BackupPlan"]["Rules"]
            backup.delete_backup_selection(BackupPlanId=id, SelectionId=selection["SelectionId"])
            left = backup.list_backup_selections(BackupPlanId=id)["BackupSelectionsList"]
            return [found["BackupSelection"]["Resources"], [one["RuleName"] for one in rules], left]

        self.mends(probe, [["arn:aws:rds:ap-northeast-2:123456789012:db:one"], ["nightly"], []])

    def test_tags_are_listed_without_a_final_slash(self) -> None:
        def probe(account: Aws) -> dict[str, str]:
            backup, vault = account("backup"), f"v-{uuid.uuid4()}"

            def without_slash(request: Any, **_: Any) -> None:
                request.url = request.url.rstrip("/")

            backup.meta.events.register("before-sign.backup.ListTags", without_slash)
            made = backup.create_backup_vault(BackupVaultName=vault, BackupVaultTags={"Name": vault})
            tags = backup.list_tags(ResourceArn=made["BackupVaultArn"])["Tags"]
            return {"v" if value == vault else value: key for key, value in tags.items()}

        self.mends(probe, {"v": "Name"})

    def test_a_deleted_plan_is_gone(self) -> None:
        def probe(account: Aws) -> str:
            backup = account("backup")
            vault = f"v-{uuid.uuid4()}"
            backup.create_backup_vault(BackupVaultName=vault)
            rule = {"RuleName": "daily", "TargetBackupVaultName": vault}
            plan = backup.create_backup_plan(BackupPlan={"BackupPlanName": vault, "Rules": [rule]})
            backup.delete_backup_plan(BackupPlanId=plan["BackupPlanId"])
            return backup.get_backup_plan(BackupPlanId=plan["BackupPlanId"])["BackupPlanId"]

        self.mends(probe, "ResourceNotFoundException")


class Account(PatchTest):
    def test_an_analyzer_is_kept_until_it_is_deleted(self) -> None:
        def probe(account: Aws) -> list[Any]:
            analyzers = account("accessanalyzer")
            analyzers.create_analyzer(analyzerName="mine", type="ACCOUNT", tags={"Project": "devloop"})
            found = analyzers.get_analyzer(analyzerName="mine")["analyzer"]
            analyzers.delete_analyzer(analyzerName="mine")
            gone = outcome(lambda _: analyzers.get_analyzer(analyzerName="mine"), account)
            return [found["arn"], found["status"], found["tags"], gone]

        arn = f"arn:aws:access-analyzer:{REGION}:123456789012:analyzer/mine"
        self.mends(probe, [arn, "ACTIVE", {"Project": "devloop"}, "ResourceNotFoundException"])

    def test_defaults_of_instance_metadata_are_kept_until_there_is_no_preference(self) -> None:
        def probe(account: Aws) -> list[dict]:
            ec2 = account("ec2")
            ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=2)
            first = ec2.get_instance_metadata_defaults()["AccountLevel"]
            ec2.modify_instance_metadata_defaults(HttpTokens="no-preference", HttpPutResponseHopLimit=-1)
            return [first, ec2.get_instance_metadata_defaults()["AccountLevel"]]

        self.mends(probe, [{"HttpTokens": "required", "HttpPutResponseHopLimit": 2}, {}])
