import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import type { LoadBalancer } from '../constructs/load-balancer';
import { type SshHosts, sshConfig } from './ssh-config';

export interface PlatformParts extends SshHosts {
  readonly loadBalancer: LoadBalancer | undefined;
}

const wayOf = ({ bastion, hasEndpoint }: PlatformParts): string => {
  if (bastion) return 'jumps through the bastion';
  return `goes through ${hasEndpoint ? 'the EC2 Instance Connect Endpoint' : 'Session Manager'}`;
};

/** Outputs of a deployed platform. */
export function addPlatformOutputs(scope: Construct, parts: PlatformParts): void {
  const { network, bastion, servers, loadBalancer, database } = parts;
  const outputs: Readonly<Record<string, readonly [value: unknown, description: string]>> = {
    ...(bastion && { bastion_address: [bastion.address, 'Public address of the bastion'] }),
    nat_addresses: [network.natAddresses, 'Public addresses of the NAT gateways by zone'],
    server_addresses: [
      Object.fromEntries([...servers].map(([name, { server }]) => [name, server.privateAddress])),
      'Private addresses of the servers by name',
    ],
    ssh_config: [
      sshConfig(parts),
      `Text for an OpenSSH configuration: ssh to a server ${wayOf(parts)}, and brings its web page to localhost`,
    ],
    ...(loadBalancer && { load_balancer_url: [loadBalancer.url, 'Where the application answers'] }),
    ...(database && {
      database_endpoint: [database.endpoint, 'Host and port of the database'],
      database_secret_arn: [
        database.access.masterSecretArn,
        "Secret with the master user's name and password",
      ],
      database_application_secret_arn: [
        database.access.secretArn,
        "Secret with the name and password of the application's database user",
      ],
      ...(Object.keys(database.userSecrets).length > 0 && {
        database_user_secret_arns: [
          database.userSecrets,
          'Secrets with the names and passwords of further database users, by name',
        ],
      }),
    }),
  };
  for (const [id, [value, description]] of Object.entries(outputs)) {
    new TerraformOutput(scope, id, { value, description });
  }
}
