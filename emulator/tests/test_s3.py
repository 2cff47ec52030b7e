import uuid
from typing import Any, Callable

import boto3

from . import QUICK, REGION, Aws, PatchTest, aws, outcome, policy

DENY_ALL = {"Effect": "Deny", "Principal": "*", "Action": "s3:*"}
TLS_ONLY = {**DENY_ALL, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}


OPEN_TO_ALL = {"Effect": "Allow", "Principal": "*", "Action": "s3:*"}


def elsewhere(account: Aws) -> Aws:
    """Clients of another account on the same server."""
    role = account("sts").assume_role(RoleArn="arn:aws:iam::222222222222:role/other", RoleSessionName="other")
    keys = ("AccessKeyId", "SecretAccessKey", "SessionToken")
    session = boto3.Session(*(role["Credentials"][key] for key in keys), region_name=REGION)
    endpoint = account("s3").meta.endpoint_url
    return lambda service: session.client(service, endpoint_url=endpoint, config=QUICK)


def made_bucket(account: Aws) -> str:
    name = f"bucket-{uuid.uuid4()}"
    account("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return name


def write_and_read_under(statement: dict) -> Callable[[Aws], str]:
    def probe(account: Aws) -> str:
        name, s3 = made_bucket(account), account("s3")
        s3.put_bucket_policy(Bucket=name, Policy=policy(name, statement))
        s3.put_object(Bucket=name, Key="state.tflock", Body=b"locked")
        return s3.get_object(Bucket=name, Key="state.tflock")["Body"].read().decode()

    return probe


class PolicyConditions(PatchTest):
    def test_tls_only_lets_the_account_read_and_write(self) -> None:
        for condition in (
            {"Bool": {"aws:SecureTransport": "false"}},
            {"BoolIfExists": {"aws:SecureTransport": ["false"]}},
            {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
        ):
            with self.subTest(condition):
                self.mends(write_and_read_under({**DENY_ALL, "Condition": condition}), "locked")

    def test_a_condition_that_cannot_be_judged_denies_nothing(self) -> None:
        condition = {"StringNotEquals": {"aws:SourceAccount": "210987654321"}}
        self.mends(write_and_read_under({**DENY_ALL, "Condition": condition}), "locked")

    def test_what_holds_still_denies(self) -> None:
        for statement in (DENY_ALL, {**DENY_ALL, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}):
            with self.subTest(statement):
                self.assertEqual(outcome(write_and_read_under(statement), aws()), "403")


class LoggingGrant(PatchTest):
    def logging_under(self, resource: str) -> Callable[[Aws], Any]:
        def probe(account: Aws) -> Any:
            name, s3 = made_bucket(account), account("s3")
            grant = {
                "Effect": "Allow",
                "Principal": {"Service": "logging.s3.amazonaws.com"},
                "Action": ["s3:PutObject"],
                "Resource": f"arn:aws:s3:::{name}/{resource}",
            }
            s3.put_bucket_policy(Bucket=name, Policy=policy(name, TLS_ONLY, grant))
            to = {"TargetBucket": name, "TargetPrefix": "logs/state/"}
            s3.put_bucket_logging(Bucket=name, BucketLoggingStatus={"LoggingEnabled": to})
            return s3.get_bucket_logging(Bucket=name)["LoggingEnabled"]["TargetPrefix"]

        return probe

    def test_a_grant_that_covers_the_prefix_is_enough(self) -> None:
        self.mends(self.logging_under("logs/*"), "logs/state/")

    def test_without_a_grant_it_is_refused(self) -> None:
        refused = outcome(self.logging_under("elsewhere/*"), aws())
        self.assertEqual(refused, "InvalidTargetBucketForLogging")


class LifecycleVersions(PatchTest):
    def test_the_number_of_versions_kept_is_read_back(self) -> None:
        expiration = {"NoncurrentDays": 90, "NewerNoncurrentVersions": 10}

        def probe(account: Aws) -> Any:
            name, s3 = made_bucket(account), account("s3")
            rule = {"ID": "old", "Status": "Enabled", "Filter": {}, "NoncurrentVersionExpiration": expiration}
            s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": [rule]})
            return s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"][0][
                "NoncurrentVersionExpiration"
            ]

        self.mends(probe, expiration)

    def test_a_bucket_without_rules_still_says_so(self) -> None:
        found = outcome(lambda a: a("s3").get_bucket_lifecycle_configuration(Bucket=made_bucket(a)), aws())
        self.assertEqual(found, "NoSuchLifecycleConfiguration")


class ExpectedOwner(PatchTest):
    def head_expecting(self, owner: str) -> Callable[[Aws], int]:
        def probe(account: Aws) -> int:
            head = account("s3").head_bucket(Bucket=made_bucket(account), ExpectedBucketOwner=owner)
            return head["ResponseMetadata"]["HTTPStatusCode"]

        return probe

    def test_a_bucket_of_another_account_than_expected_is_refused(self) -> None:
        self.mends(self.head_expecting("222222222222"), "403")

    def test_an_object_in_it_is_refused(self) -> None:
        def probe(account: Aws) -> Any:
            return account("s3").put_object(
                Bucket=made_bucket(account), Key="state", ExpectedBucketOwner="222222222222"
            )

        self.mends(probe, "AccessDenied")

    def test_a_bucket_of_the_expected_account_answers(self) -> None:
        self.assertEqual(outcome(self.head_expecting("123456789012"), aws()), 200)


class ForeignBuckets(PatchTest):
    def head_of_foreign(self, *statements: dict) -> Callable[[Aws], int]:
        def probe(account: Aws) -> int:
            owner = elsewhere(account)
            name = made_bucket(owner)
            if statements:
                owner("s3").put_bucket_policy(Bucket=name, Policy=policy(name, *statements))
            return account("s3").head_bucket(Bucket=name)["ResponseMetadata"]["HTTPStatusCode"]

        return probe

    def test_one_that_is_open_to_everybody_answers(self) -> None:
        self.mends(self.head_of_foreign(OPEN_TO_ALL), 200)

    def test_any_other_is_closed(self) -> None:
        for statements in ((), (TLS_ONLY,), ({**OPEN_TO_ALL, "Action": "s3:GetObject"},)):
            with self.subTest(statements):
                self.assertEqual(outcome(self.head_of_foreign(*statements), aws()), "403")
