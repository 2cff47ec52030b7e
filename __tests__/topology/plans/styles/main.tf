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


variable "office" {
  type    = list(string)
  default = ["203.0.113.0/24"]
}

locals {
  ports = { web = 80, admin = 8443 }
}

resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_vpc" "peer" { cidr_block = "10.1.0.0/16" }

resource "aws_subnet" "a" {
  count      = 2
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.${count.index}.0/24"
}

resource "aws_subnet" "peer" {
  vpc_id     = aws_vpc.peer.id
  cidr_block = "10.1.0.0/24"
}

resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }

resource "aws_default_route_table" "main" {
  default_route_table_id = aws_vpc.main.default_route_table_id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
  route {
    cidr_block                = "10.1.0.0/16"
    vpc_peering_connection_id = aws_vpc_peering_connection.p.id
  }
}

resource "aws_vpc_peering_connection" "p" {
  vpc_id      = aws_vpc.main.id
  peer_vpc_id = aws_vpc.peer.id
  auto_accept = true
}

resource "aws_route" "back" {
  route_table_id            = aws_vpc.peer.main_route_table_id
  destination_cidr_block    = "10.0.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection.p.id
}

resource "aws_security_group" "web" {
  vpc_id = aws_vpc.main.id

  dynamic "ingress" {
    for_each = local.ports
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ingress.key == "web" ? ["0.0.0.0/0"] : var.office
    }
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_default_security_group" "peer" {
  vpc_id = aws_vpc.peer.id
  ingress {
    from_port       = 5432
    to_port         = 5432
    protocol        = "tcp"
    security_groups = [aws_security_group.web.id]
  }
}

resource "aws_network_acl" "second" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.a[1].id]
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 8443
    to_port    = 8443
  }
  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
}

resource "aws_network_interface" "web" {
  count           = 2
  subnet_id       = aws_subnet.a[count.index].id
  private_ips     = ["10.0.${count.index}.10"]
  security_groups = [aws_security_group.web.id]
}

resource "aws_instance" "web" {
  count         = 2
  ami           = "ami-00000000"
  instance_type = "t3.micro"
  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.web[count.index].id
  }
}

resource "aws_eip" "web" { count = 2 }

resource "aws_eip_association" "web" {
  count                = 2
  allocation_id        = aws_eip.web[count.index].id
  network_interface_id = aws_network_interface.web[count.index].id
}

resource "aws_instance" "db" {
  ami           = "ami-00000000"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.peer.id
}

resource "aws_instance" "none" {
  count         = 0
  ami           = "ami-00000000"
  instance_type = "t3.micro"
}

module "cell" {
  source   = "./cell"
  for_each = { one = aws_subnet.a[0].id, two = aws_subnet.peer.id }
  subnet   = each.value
  vpc      = each.key == "one" ? aws_vpc.main.id : aws_vpc.peer.id
}
