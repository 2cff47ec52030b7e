import { createServer, type Server } from 'node:http';

const TOKEN = 'a-token-of-this-instance';

/** What the instance metadata service knows of a server. */
export interface InstanceIdentity {
  readonly region: string;
  readonly account: string;
  readonly instanceId: string;
  readonly address: string;
}

/** Values by path below `/latest`. AWS: "Instance metadata categories". */
const valuesOf = ({ region, account, instanceId, address }: InstanceIdentity): Record<string, unknown> => ({
  '/meta-data/instance-id': instanceId,
  '/meta-data/local-ipv4': address,
  '/meta-data/local-hostname': `ip-${address.replaceAll('.', '-')}`,
  '/meta-data/placement/region': region,
  '/meta-data/placement/availability-zone': `${region}a`,
  '/meta-data/iam/security-credentials/': 'server',
  '/meta-data/iam/security-credentials/server': {
    Code: 'Success',
    Type: 'AWS-HMAC',
    LastUpdated: '2020-01-01T00:00:00Z',
    AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    SecretAccessKey: 'none',
    Token: 'none',
    Expiration: '2099-01-01T00:00:00Z',
  },
  '/dynamic/instance-identity/document': { region, accountId: account, instanceId, privateIp: address },
});

/** The instance metadata service, version 2 alone: a request without a session token is refused. AWS: "Use IMDSv2". */
export function metadataService(identity: InstanceIdentity): Server {
  const values = valuesOf(identity);
  return createServer(({ method, url = '', headers }, response) => {
    const path = url.replace('/latest', '').replace(/(?<=security-credentials)$/, '/');
    if (method === 'PUT' && path === '/api/token') {
      response.setHeader('X-aws-ec2-metadata-token-ttl-seconds', '21600');
      response.end(TOKEN);
      return;
    }
    const value = values[path];
    response.statusCode =
      headers['x-aws-ec2-metadata-token'] !== TOKEN ? 401 : value === undefined ? 404 : 200;
    if (response.statusCode !== 200) response.end();
    else response.end(typeof value === 'string' ? value : JSON.stringify(value));
  });
}
