"""What applications use beside a database."""

import uuid
from typing import Any

from . import REGION, Aws, PatchTest, outcome


def made_user(account: Aws, name: str) -> None:
    account("elasticache").create_user(
        UserId=name,
        UserName=name,
        Engine="valkey",
        AccessString="on ~* &* +@all",
        AuthenticationMode={"Type": "iam"},
    )


def made_group(account: Aws, **options: Any) -> str:
    name = f"g-{uuid.uuid4().hex[:8]}"
    account("elasticache").create_replication_group(
        ReplicationGroupId=name,
        ReplicationGroupDescription=name,
        Engine="valkey",
        EngineVersion="8.0",
        NumCacheClusters=2,
        AtRestEncryptionEnabled=True,
        TransitEncryptionEnabled=True,
        **options,
    )
    return name


class Cache(PatchTest):
    def test_a_user_group_is_kept_until_it_is_deleted(self) -> None:
        def probe(account: Aws) -> list[Any]:
            cache = account("elasticache")
            name = f"u-{uuid.uuid4().hex[:8]}"
            for user in (name, f"{name}-2"):
                made_user(account, user)
            cache.create_user_group(
                UserGroupId=name, Engine="valkey", UserIds=[name], Tags=[{"Key": "Name", "Value": "u"}]
            )
            cache.modify_user_group(UserGroupId=name, UserIdsToAdd=[f"{name}-2"], UserIdsToRemove=[name])
            found = cache.describe_user_groups(UserGroupId=name)["UserGroups"][0]
            tags = cache.list_tags_for_resource(ResourceName=found["ARN"])["TagList"]
            cache.delete_user_group(UserGroupId=name)
            gone = outcome(lambda _: cache.describe_user_groups(UserGroupId=name), account)
            return [found["UserIds"] == [f"{name}-2"], found["Status"], tags, gone]

        self.mends(probe, [True, "active", [{"Key": "Name", "Value": "u"}], "UserGroupNotFound"])

    def test_a_user_gets_a_password_and_goes_when_it_is_deleted(self) -> None:
        def probe(account: Aws) -> list[Any]:
            cache = account("elasticache")
            name = f"u-{uuid.uuid4().hex[:8]}"
            made_user(account, name)
            cache.modify_user(
                UserId=name, AuthenticationMode={"Type": "password", "Passwords": ["a-password-of-16"]}
            )
            found = cache.describe_users(UserId=name)["Users"][0]["Authentication"]
            cache.delete_user(UserId=name)
            gone = outcome(lambda _: cache.describe_users(UserId=name), account)
            return [found, gone]

        self.mends(probe, [{"Type": "password", "PasswordCount": 1}, "UserNotFound"])

    def test_nodes_of_a_group_are_clusters_and_go_with_it(self) -> None:
        def probe(account: Aws) -> list[Any]:
            cache = account("elasticache")
            group = made_group(account, SecurityGroupIds=["sg-1"])
            described = cache.describe_replication_groups(ReplicationGroupId=group)["ReplicationGroups"][0]
            members = described["MemberClusters"]
            node = cache.describe_cache_clusters(CacheClusterId=members[0])["CacheClusters"][0]
            cache.delete_replication_group(ReplicationGroupId=group)
            gone = [
                outcome(lambda _: cache.describe_replication_groups(ReplicationGroupId=group), account),
                outcome(lambda _: cache.describe_cache_clusters(CacheClusterId=members[0]), account),
            ]
            return [
                members == [f"{group}-001", f"{group}-002"],
                described["TransitEncryptionMode"],
                node["EngineVersion"],
                [one["SecurityGroupId"] for one in node["SecurityGroups"]],
                [node.get(f"{kind}EncryptionEnabled") for kind in ("AtRest", "Transit")],
                node.get("TransitEncryptionMode"),
                gone,
            ]

        absent = ["ReplicationGroupNotFoundFault", "CacheClusterNotFound"]
        self.mends(probe, [True, "required", "8.0.0", ["sg-1"], [True, True], "required", absent])

    def test_a_subnet_group_can_be_deleted(self) -> None:
        def probe(account: Aws) -> str:
            cache = account("elasticache")
            name = f"s-{uuid.uuid4().hex[:8]}"
            cache.create_cache_subnet_group(
                CacheSubnetGroupName=name, CacheSubnetGroupDescription=name, SubnetIds=["subnet-1"]
            )
            cache.delete_cache_subnet_group(CacheSubnetGroupName=name)
            return cache.describe_cache_subnet_groups(CacheSubnetGroupName=name)

        self.mends(probe, "CacheSubnetGroupNotFoundFault")


class Mail(PatchTest):
    def test_a_domain_has_tokens_for_its_records(self) -> None:
        def probe(account: Aws) -> int:
            mail = account("sesv2")
            domain = f"{uuid.uuid4().hex[:8]}.example.com"
            mail.create_email_identity(EmailIdentity=domain)
            found = mail.get_email_identity(EmailIdentity=domain)["DkimAttributes"]
            return len(set(found.get("Tokens", [])))

        self.mends(probe, 3)

    def test_tags_of_an_identity_are_listed_by_its_arn(self) -> None:
        def probe(account: Aws) -> list[Any]:
            mail, tagging = account("sesv2"), account("resourcegroupstaggingapi")
            domain, tags = f"{uuid.uuid4().hex[:8]}.example.com", [{"Key": "Name", "Value": "mail"}]
            arn = f"arn:aws:ses:{REGION}:123456789012:identity/{domain}"
            mail.create_email_identity(EmailIdentity=domain, Tags=tags)
            found = tagging.get_resources(ResourceTypeFilters=["ses:identity"])["ResourceTagMappingList"]
            listed = [one["Tags"] for one in found if one["ResourceARN"] == arn]
            return [mail.list_tags_for_resource(ResourceArn=arn)["Tags"] == tags, listed == [tags]]

        self.mends(probe, [True, True])


class Queues(PatchTest):
    def test_the_redrive_policy_is_read_back_as_it_was_given(self) -> None:
        def probe(account: Aws) -> list[str]:
            sqs, name = account("sqs"), f"q-{uuid.uuid4().hex[:8]}"
            arn = f"arn:aws:sqs:{REGION}:123456789012:{name}"
            given = f'{{"deadLetterTargetArn":"{arn}","maxReceiveCount":3}}'
            without = sqs.create_queue(QueueName=name)["QueueUrl"]
            url = sqs.create_queue(QueueName=f"{name}-2", Attributes={"RedrivePolicy": given})["QueueUrl"]
            seen = [
                sqs.get_queue_attributes(QueueUrl=one, AttributeNames=names)
                for one, names in ((url, ["All"]), (url, ["RedrivePolicy"]), (without, ["All"]))
            ]
            return [one["Attributes"].get("RedrivePolicy", "").replace(arn, "ARN") for one in seen]

        policy = '{"deadLetterTargetArn":"ARN","maxReceiveCount":3}'
        self.mends(probe, [policy, policy, ""])


class Delivery(PatchTest):
    def test_a_distribution_keeps_its_origin_access_control_and_its_cache_policy(self) -> None:
        def probe(account: Aws) -> list[Any]:
            cdn = account("cloudfront")
            origin = {
                "Id": "bucket",
                "DomainName": "b.s3.ap-northeast-2.amazonaws.com",
                "S3OriginConfig": {"OriginAccessIdentity": ""},
                "OriginAccessControlId": "E1",
            }
            config = {
                "CallerReference": uuid.uuid4().hex,
                "Comment": "",
                "Enabled": True,
                "Origins": {"Quantity": 1, "Items": [origin]},
                "DefaultCacheBehavior": {
                    "TargetOriginId": "bucket",
                    "ViewerProtocolPolicy": "redirect-to-https",
                    "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
                },
                "ViewerCertificate": {"CloudFrontDefaultCertificate": True},
            }
            made = cdn.create_distribution(DistributionConfig=config)["Distribution"]
            found = cdn.get_distribution_config(Id=made["Id"])["DistributionConfig"]
            return [
                found["Origins"]["Items"][0].get("OriginAccessControlId"),
                "ForwardedValues" in found["DefaultCacheBehavior"],
                found["ViewerCertificate"].get("SSLSupportMethod"),
            ]

        self.mends(probe, ["E1", False, None])
