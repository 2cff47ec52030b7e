variable "subnet" { type = string }
variable "vpc" { type = string }

resource "aws_security_group" "own" {
  vpc_id = var.vpc
}

resource "aws_security_group_rule" "in" {
  type              = "ingress"
  security_group_id = aws_security_group.own.id
  protocol          = "tcp"
  from_port         = 9000
  to_port           = 9000
  cidr_blocks       = ["10.0.0.0/8"]
}

resource "aws_instance" "box" {
  ami                    = "ami-00000000"
  instance_type          = "t3.micro"
  subnet_id              = var.subnet
  vpc_security_group_ids = [aws_security_group.own.id]
}
