terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.100.0" }
  }
}

provider "aws" {
  region                      = "ap-northeast-2"
  access_key                  = "plan"
  secret_key                  = "plan"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "admin_cidrs" {
  type    = list(string)
  default = ["203.0.113.0/24", "198.51.100.7/32"]
}

module "network" {
  source = "./network"
  zones  = ["ap-northeast-2a", "ap-northeast-2c"]
}

module "web" {
  source          = "./web"
  vpc_id          = module.network.vpc_id
  public_subnets  = module.network.public_subnets
  private_subnets = module.network.private_subnets
}

resource "aws_security_group" "bastion" {
  name   = "bastion"
  vpc_id = module.network.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  for_each          = toset(var.admin_cidrs)
  security_group_id = aws_security_group.bastion.id
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_vpc_security_group_egress_rule" "bastion_ssh" {
  security_group_id            = aws_security_group.bastion.id
  referenced_security_group_id = module.web.app_group
  ip_protocol                  = "tcp"
  from_port                    = 22
  to_port                      = 22
}

resource "aws_security_group_rule" "app_ssh" {
  type                     = "ingress"
  security_group_id        = module.web.app_group
  source_security_group_id = aws_security_group.bastion.id
  protocol                 = "tcp"
  from_port                = 22
  to_port                  = 22
}

resource "aws_instance" "bastion" {
  ami                    = "ami-00000000"
  instance_type          = "t3.micro"
  subnet_id              = module.network.public_subnets[0]
  vpc_security_group_ids = [aws_security_group.bastion.id]
}

resource "aws_eip" "bastion" {
  instance = aws_instance.bastion.id
}
