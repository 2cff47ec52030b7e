import { join } from 'node:path';
import { readNetwork } from '../../src/reach/read-network';
import { filesFolder } from '../support/run-reach';

const { folder, write } = filesFolder('sources');

const ROOT = `
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.0.0/24"
  map_public_ip_on_launch = true
}
resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block           = "0.0.0.0/0"
    network_interface_id = module.nat.interface
  }
}
resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}
resource "aws_route_table_association" "private" {
  subnet_id      = aws_subnet.private.id
  route_table_id = aws_route_table.private.id
}
resource "aws_security_group" "any" {
  vpc_id = aws_vpc.main.id
  dynamic "ingress" {
    for_each = jsondecode(file("rules.json"))
    content {
      protocol    = "-1"
      from_port   = 0
      to_port     = 0
      cidr_blocks = [ingress.value]
    }
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "app" {
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.any.id]
}
module "nat" {
  source = "./modules/nat"
  subnet = aws_subnet.public.id
  group  = aws_security_group.any.id
}
`;
const MODULE = (userData: string): string => `
variable "subnet" {}
variable "group" {}
resource "aws_instance" "nat" {
  subnet_id              = var.subnet
  vpc_security_group_ids = [var.group]
  source_dest_check      = false
  ${userData}
}
output "interface" {
  value = aws_instance.nat.primary_network_interface_id
}
`;
const TRANSLATES = 'iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE\n';

describe('Files that expressions name', () => {
  const root = join(folder, 'root');
  beforeAll(() => {
    write('outside.sh', TRANSLATES);
    write('root/main.tf', ROOT);
    write('root/rules.json', '["10.0.0.0/16"]');
    write('root/modules/nat/nat.sh', TRANSLATES);
    write('root/modules/nat/other.sh', 'echo\n');
    write('root/modules/nat/nat.tftpl', TRANSLATES.replace('eth0', '${interface}'));
    write('root/modules/nat/loop.tftpl', `%{ for i in [1] }${TRANSLATES}%{ endfor }`);
  });

  it.each([
    ['file of the module', 'user_data = file("${path.module}/nat.sh")', 'yes'],
    ['file by its path from the root module', 'user_data = file("modules/nat/nat.sh")', 'yes'],
    ['file by path.root', 'user_data = file("${path.root}/modules/nat/nat.sh")', 'yes'],
    ['file in Base64', 'user_data_base64 = base64encode(file("${path.module}/nat.sh"))', 'yes'],
    ['template', 'user_data = templatefile("${path.module}/nat.tftpl", { interface = "ens5" })', 'yes'],
    [
      'template with a value that is not known',
      'user_data = templatefile("${path.module}/nat.tftpl", { interface = var.subnet })',
      'unknown',
    ],
    ['template without its value', 'user_data = templatefile("${path.module}/nat.tftpl", {})', 'unknown'],
    ['template with a directive', 'user_data = templatefile("${path.module}/loop.tftpl", {})', 'unknown'],
    ['file that says nothing', 'user_data = file("${path.module}/other.sh")', 'unknown'],
    ['file that is not there', 'user_data = file("${path.module}/missing.sh")', 'unknown'],
    ['file outside of the modules', 'user_data = file("../outside.sh")', 'unknown'],
    ['directory', 'user_data = file("modules/nat")', 'unknown'],
    ['file in the working directory', 'user_data = file("${path.cwd}/modules/nat/nat.sh")', 'unknown'],
  ])('reads the user data of a NAT instance from a %s', async (_, userData, expected) => {
    write('root/modules/nat/main.tf', MODULE(userData));
    const { topology } = await readNetwork(root, { variables: [] });
    expect(topology.reach('aws_instance.app', 'internet', 'tcp', 443).verdict).toBe(expected);
  });
});
