# plan.json is a plan of this configuration by Terraform 1.11.4 and hashicorp/aws 5.100.0, cut to the attributes that matter. Each
# resource is named by what was done to it, in AWS, in state or here, after everything had been deployed.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  default_tags {
    tags = { Environment = "test" }
  }
}
module "m" { source = "./keyed" }

resource "aws_ssm_parameter" "secret" {
  name  = "/secret"
  type  = "SecureString"
  value = "one"
}
resource "aws_security_group" "inline" {
  name = "inline"
  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}
resource "aws_lb_target_group" "web" {
  name     = "web"
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.v.id
  health_check { path = "/a" }
}
resource "aws_vpc" "v" { cidr_block = "10.77.0.0/16" }
resource "aws_iam_role" "role" {
  name               = "role"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_ssm_parameter" "ignored" {
  name           = "/ignored"
  type           = "String"
  insecure_value = "one"
  lifecycle { ignore_changes = [insecure_value] }
}
resource "aws_ssm_parameter" "agreed" {
  name           = "/agreed"
  type           = "String"
  insecure_value = "two"
}
resource "aws_ssm_parameter" "third" {
  name           = "/third"
  type           = "String"
  insecure_value = "three"
}
resource "aws_ssm_parameter" "pending" {
  name           = "/pending"
  type           = "String"
  insecure_value = "two"
}
resource "aws_ssm_parameter" "gone" {
  name           = "/gone"
  type           = "String"
  insecure_value = "one"
}
resource "aws_ssm_parameter" "tainted" {
  name           = "/tainted"
  type           = "String"
  insecure_value = "one"
}
resource "aws_ssm_parameter" "replaced" {
  name           = "/replaced-by-another"
  type           = "String"
  insecure_value = "one"
}
resource "aws_ssm_parameter" "follower" {
  name           = "/follower"
  type           = "String"
  insecure_value = aws_ssm_parameter.replaced.arn
}
resource "aws_ssm_parameter" "triggered" {
  name           = "/triggered"
  type           = "String"
  insecure_value = "one"
  lifecycle { replace_triggered_by = [aws_ssm_parameter.replaced.id] }
}
resource "aws_ssm_parameter" "after" {
  name           = "/moved"
  type           = "String"
  insecure_value = "one"
}
resource "aws_ssm_parameter" "deposed" {
  name           = "/deposed"
  type           = "String"
  insecure_value = "one"
}
output "plain" { value = aws_ssm_parameter.pending.insecure_value }
output "later" { value = aws_ssm_parameter.replaced.arn }
output "secret" {
  value     = "hidden two"
  sensitive = true
}
output "map" { value = { a = "1", b = "3" } }

resource "aws_ssm_parameter" "added" {
  name           = "/added"
  type           = "String"
  insecure_value = "one"
}
moved {
  from = aws_ssm_parameter.before
  to   = aws_ssm_parameter.after
}
removed {
  from = aws_ssm_parameter.forgotten
  lifecycle { destroy = false }
}
output "new" { value = "one" }
