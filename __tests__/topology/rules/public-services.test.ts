import { inside, network, no, brokers, sasl } from '../support/managed-service';
import { WEB, check, ref, rows, sg, type Body, type Resources } from '../support/network';

describe('Service with a public address', () => {
  const publicBrokers = brokers({
    broker_node_group_info: {
      client_subnets: [ref('aws_subnet.public')],
      security_groups: [sg('service')],
      connectivity_info: { public_access: { type: 'SERVICE_PROVIDED_EIPS' } },
    },
    ...sasl({ iam: true }),
  });
  const server = (more: Body = {}): Resources => ({ 'aws_transfer_server.x': more });
  check([
    ...rows(
      'msk/latest/developerguide/public-access',
      network({ 'aws_msk_cluster.x': publicBrokers }),
      ['on its public port', 'internet', 'aws_msk_cluster.x', 9198, 'yes'],
      ['not on the private one', 'internet', 'aws_msk_cluster.x', 9098, no],
      ['which the VPC uses', WEB, 'aws_msk_cluster.x', 9098, 'yes'],
    ),
    ...rows(
      'amazon-mq/latest/developer-guide/using-amazon-mq-securely',
      network({ 'aws_mq_broker.x': { engine_type: 'RabbitMQ', publicly_accessible: true } }),
      ['a public RabbitMQ broker has no group', 'internet', 'aws_mq_broker.x', 5671, 'yes'],
      ['and is reached over the internet', WEB, 'aws_mq_broker.x', 443, 'yes'],
    ),
    ...rows(
      'transfer/latest/userguide/create-server-sftp',
      network(server()),
      ['public unless it says otherwise', 'internet', 'aws_transfer_server.x', 22, 'yes'],
      ['FTP is another protocol', 'internet', 'aws_transfer_server.x', 21, no],
    ),
    ...rows(
      'transfer/latest/userguide/create-server-in-vpc',
      network(
        server({
          endpoint_type: 'VPC',
          endpoint_details: {
            subnet_ids: [ref('aws_subnet.public')],
            security_group_ids: [sg('service')],
            address_allocation_ids: [ref('aws_eip.nat')],
          },
        }),
      ),
      ['in a VPC with elastic addresses', 'internet', 'aws_transfer_server.x', 22, 'yes'],
    ),
    ...rows(
      'transfer/latest/userguide/create-server-in-vpc',
      network(server({ endpoint_type: 'VPC', endpoint_details: inside })),
      ['in a VPC without', 'internet', 'aws_transfer_server.x', 22, 'no: no route'],
    ),
    ...rows(
      'transfer/latest/userguide/create-server-in-vpc',
      network(server({ endpoint_type: '${var.type}', endpoint_details: inside })),
      ['wherever a variable puts it', 'internet', 'aws_transfer_server.x', 22, 'unknown', 'var.type'],
    ),
    ...rows(
      'mwaa/latest/userguide/configuring-networking',
      network({
        'aws_mwaa_environment.x': { network_configuration: inside, webserver_access_mode: 'PUBLIC_ONLY' },
      }),
      ['a web server on the internet', 'internet', 'aws_mwaa_environment.x', 443, 'yes'],
      ['its database is not', 'internet', 'aws_mwaa_environment.x', 5432, 'no: no listener'],
    ),
    ...rows(
      'sagemaker/latest/dg/appendix-notebook-and-internet-access',
      network({
        'aws_sagemaker_notebook_instance.x': {
          subnet_id: ref('aws_subnet.private'),
          security_groups: [sg('service')],
        },
      }),
      ['a notebook goes out by itself', 'aws_sagemaker_notebook_instance.x', 'internet', 443, 'yes'],
    ),
    ...rows(
      'sagemaker/latest/dg/appendix-notebook-and-internet-access',
      network({
        'aws_sagemaker_notebook_instance.x': {
          subnet_id: ref('aws_subnet.private'),
          security_groups: [sg('service')],
          direct_internet_access: 'Disabled',
        },
      }),
      ['unless that is disabled', 'aws_sagemaker_notebook_instance.x', 'internet', 443, 'no: egress rule'],
    ),
  ]);
});
