import { ACMClient, DescribeCertificateCommand, paginateListCertificates } from '@aws-sdk/client-acm';
import {
  DescribeListenerAttributesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  CreateHostedZoneCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { all } from '../../src/aws/pages';
import type { EnvironmentInput } from '../../src/config';
import { dev } from '../../src/config/environments/dev';
import { stateBackends } from '../../src/config/state';
import type { EmulatedAccount } from '../../src/emulator/account';
import { AwsReader } from '../support/aws/aws-reader';
import { clientOf, ownAccount } from '../support/aws/own-account';
import { type Changes, changed } from '../support/fixtures/environments';
import { Variant } from '../support/fixtures/planned-changes';
import { describeWith } from '../support/processes/describe-with';

/** dev without its database and its log server, for which everything else would wait, with a domain. */
const base: EnvironmentInput = changed(
  {
    state: stateBackends.local,
    database: undefined,
    servers: [dev.servers[0], { ...dev.servers[2], hostName: 'jenkins.example.com' }],
    'network.flowLogs': 'all',
    logRetentionDays: 365,
    'loadBalancer.accessLogs': { retentionDays: 400 },
    'loadBalancer.firewall': { mode: 'block' },
    'loadBalancer.hsts': true,
    'loadBalancer.domain': { name: 'shop.example.com', zone: 'example.com' },
  },
  dev,
);

describeWith(['terraform', 'python'], 'A domain with HTTPS', () => {
  jest.setTimeout(600_000);

  let account: EmulatedAccount;
  let before: Record<string, number>;
  let acm: ACMClient;
  let elb: ElasticLoadBalancingV2Client;
  let route53: Route53Client;
  let zoneId = '';
  let first: Variant;
  const variant = (name: string, changes: Changes) => new Variant(account, name, changed(changes, base));

  const ofDomain = (plan: readonly string[]): string[] =>
    plan.filter((line) => / aws_(acm_|route53_|lb_listener)/.test(line));

  /** Records in the zone by name and type, without those that Route 53 makes. */
  const records = async (): Promise<string[]> => {
    const { ResourceRecordSets = [] } = await route53.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: zoneId }),
    );
    return ResourceRecordSets.filter(({ Type }) => Type !== 'NS' && Type !== 'SOA')
      .map(
        ({ Name, Type, AliasTarget }) =>
          `${Name} ${Type}${AliasTarget ? ` ${AliasTarget.DNSName?.replace(/\.$/, '')}` : ''}`,
      )
      .sort();
  };

  const listeners = async () => {
    const { LoadBalancers = [] } = await elb.send(new DescribeLoadBalancersCommand({}));
    const LoadBalancerArn = LoadBalancers[0]?.LoadBalancerArn;
    const { Listeners = [] } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
    return { host: LoadBalancers[0]?.DNSName, byPort: new Map(Listeners.map((one) => [one.Port, one])) };
  };

  /** Names of the certificates in the account, issued or not. */
  const certificates = async (): Promise<string[][]> => {
    const listed = await all(
      paginateListCertificates({ client: acm }, {}),
      ({ CertificateSummaryList }) => CertificateSummaryList,
    );
    return Promise.all(
      listed.map(async ({ CertificateArn }) => {
        const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
        return [String(Certificate?.Status), ...(Certificate?.SubjectAlternativeNames ?? [])].sort();
      }),
    );
  };

  beforeAll(async () => {
    account = await ownAccount();
    [acm, elb, route53] = [
      new ACMClient(clientOf(account)),
      new ElasticLoadBalancingV2Client(clientOf(account)),
      new Route53Client(clientOf(account)),
    ];
    const made = await route53.send(
      new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: 'domain' }),
    );
    zoneId = made.HostedZone?.Id ?? '';
    before = await new AwsReader(account).inventory();
    first = variant('first', {});
    await first.plan();
    await first.apply();
  });

  afterAll(() => account?.stop());

  test('is answered by a certificate of all names, over TLS 1.2 and 1.3, with HSTS', async () => {
    expect(await certificates()).toEqual([['ISSUED', 'jenkins.example.com', 'shop.example.com']]);
    const { byPort } = await listeners();
    const https = byPort.get(443);
    expect(https).toMatchObject({
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      Certificates: [{ CertificateArn: expect.stringMatching(/^arn:aws:acm:/) }],
    });
    const { Attributes } = await elb.send(
      new DescribeListenerAttributesCommand({ ListenerArn: https?.ListenerArn }),
    );
    expect(Attributes).toContainEqual({
      Key: 'routing.http.response.strict_transport_security.header_value',
      Value: 'max-age=31536000',
    });
    expect(byPort.get(80)?.DefaultActions).toMatchObject([
      { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
    ]);
  });

  test('resolves to the load balancer, and is its URL', async () => {
    const { host } = await listeners();
    expect(await records()).toEqual([
      expect.stringMatching(/^_\w+\.jenkins\.example\.com\. CNAME$/),
      expect.stringMatching(/^_\w+\.shop\.example\.com\. CNAME$/),
      `jenkins.example.com. A ${host}`,
      `shop.example.com. A ${host}`,
    ]);
    const { stdout } = await first.terraform.run(['output', '-raw', 'load_balancer_url']);
    expect(stdout).toBe('https://shop.example.com');
  });

  test('has an empty second plan', async () => {
    expect(await variant('first', {}).plan()).toEqual([]);
  });

  test('gets a certificate with a further name before the old one goes, and keeps its records', async () => {
    const next = variant('renamed', { 'servers.1.hostName': 'ci.example.com' });
    expect(ofDomain(await next.plan())).toEqual([
      'create aws_route53_record.domain_ci_example_com',
      'create aws_route53_record.domain_proof_ci_example_com',
      'create-delete aws_acm_certificate.domain_certificate',
      'delete aws_route53_record.domain_jenkins_example_com',
      'delete aws_route53_record.domain_proof_jenkins_example_com',
      'delete-create aws_acm_certificate_validation.domain_validation',
      'update aws_lb_listener.load_balancer_https',
      'update aws_lb_listener_rule.load_balancer_jenkins_server_from_administrators["203.0.113.7/32"]',
    ]);
    const done = await next.apply();
    const at = (line: string) => done.indexOf(line);
    expect(at('create aws_acm_certificate_validation.domain_validation')).toBeGreaterThan(
      at('create aws_acm_certificate.domain_certificate'),
    );
    expect(at('update aws_lb_listener.load_balancer_https')).toBeGreaterThan(
      at('create aws_acm_certificate_validation.domain_validation'),
    );
    expect(at('delete aws_acm_certificate.domain_certificate')).toBeGreaterThan(
      at('update aws_lb_listener.load_balancer_https'),
    );
    expect(await certificates()).toEqual([['ISSUED', 'ci.example.com', 'shop.example.com']]);
    expect(await next.plan()).toEqual([]);
  });

  test('goes and leaves nothing', async () => {
    await first.terraform.run(['destroy', '-auto-approve', '-input=false']);
    expect(await certificates()).toEqual([]);
    expect(await records()).toEqual([]);
    expect(await new AwsReader(account).inventory()).toEqual(before);
  });
});
