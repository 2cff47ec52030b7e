import { ACMClient, DescribeCertificateCommand, paginateListCertificates } from '@aws-sdk/client-acm';
import {
  DescribeListenerAttributesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  CreateHostedZoneCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { GetBucketCorsCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { all } from '../../src/aws/pages';
import type { EnvironmentInput } from '../../src/config';
import { dev } from '../../src/config/environments/dev';
import { stateBackends } from '../../src/config/state';
import type { EmulatedAccount } from '../../src/emulator/account';
import { AwsReader } from '../support/aws/aws-reader';
import { clientOf, ownAccount } from '../support/aws/own-account';
import { api, apiRoute } from '../support/fixtures/applications';
import { type Changes, changed } from '../support/fixtures/environments';
import { Variant } from '../support/fixtures/planned-changes';
import { describeWith } from '../support/processes/describe-with';

const IMAGES = { TF_VAR_images: '{"api": "api:1", "api-next": "api:2"}' };

/** A record that SES asks for. */
const DKIM = /^\w+\._domainkey\.mail\.example\.com\. CNAME$/;

/** The first application, by a host name of its own. */
const partners = { name: 'partners', target: 'devloop-server', port: 8080, hosts: ['partners.example.com'] };

/**
 * dev without its database and its log server, for which everything else would wait, with a domain, a second application and what
 * applications use in AWS.
 */
const base: EnvironmentInput = changed(
  {
    state: stateBackends.local,
    database: undefined,
    servers: [
      { ...dev.servers[0], container: { port: 8080, awsAccess: true } },
      { ...dev.servers[2], hostName: 'jenkins.example.com' },
      { ...api, canary: { image: 'api-next', weight: 5 } },
    ],
    'loadBalancer.routes': [apiRoute, partners],
    buckets: [
      {
        name: 'uploads',
        clients: ['devloop-server'],
        cors: { origins: ['https://shop.example.com'] },
        lifecycle: { expireDays: 365, infrequentAccessDays: 90 },
        cdn: true,
      },
    ],
    cache: { version: '8.0', clients: ['devloop-server'] },
    queues: [{ name: 'orders', producers: ['devloop-server'], consumers: ['devloop-server'] }],
    mail: { domain: 'mail.example.com', zone: 'example.com', clients: ['devloop-server'] },
    internalLoadBalancer: {
      services: [{ name: 'stock', target: 'api-server', port: 8081, clients: ['devloop-server'] }],
    },
    registry: true,
    pipeline: { github: { repository: 'team/shop' } },
    'network.flowLogs': 'all',
    logRetentionDays: 365,
    'loadBalancer.accessLogs': { retentionDays: 400 },
    'loadBalancer.firewall': { mode: 'block' },
    'loadBalancer.hsts': true,
    'loadBalancer.domain': { name: 'shop.example.com', zone: 'example.com' },
  },
  dev,
);

describeWith(['terraform', 'python'], 'A domain with HTTPS and two applications', () => {
  jest.setTimeout(600_000);

  let account: EmulatedAccount;
  let before: Record<string, number>;
  let acm: ACMClient;
  let elb: ElasticLoadBalancingV2Client;
  let route53: Route53Client;
  let s3: S3Client;
  let zoneId = '';
  let first: Variant;
  const variant = (name: string, changes: Changes, weights = '{}') =>
    new Variant(account, name, changed(changes, base), { ...IMAGES, TF_VAR_canary_weights: weights });

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
    const { LoadBalancerArn, DNSName } =
      LoadBalancers.find(({ Scheme }) => Scheme === 'internet-facing') ?? {};
    const { Listeners = [] } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
    return { host: DNSName, byPort: new Map(Listeners.map((one) => [one.Port, one])) };
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
    s3 = new S3Client({ ...clientOf(account), forcePathStyle: true });
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
    expect(await certificates()).toEqual([
      ['ISSUED', 'jenkins.example.com', 'partners.example.com', 'shop.example.com'],
    ]);
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
    expect((await records()).filter((record) => !DKIM.test(record))).toEqual([
      expect.stringMatching(/^_\w+\.jenkins\.example\.com\. CNAME$/),
      expect.stringMatching(/^_\w+\.partners\.example\.com\. CNAME$/),
      expect.stringMatching(/^_\w+\.shop\.example\.com\. CNAME$/),
      `jenkins.example.com. A ${host}`,
      `partners.example.com. A ${host}`,
      `shop.example.com. A ${host}`,
    ]);
    const { stdout } = await first.terraform.run(['output', '-raw', 'load_balancer_url']);
    expect(stdout).toBe('https://shop.example.com');
  });

  test('has buckets for a browser of the domain, which say what they are to the application', async () => {
    const { stdout } = await first.terraform.run(['output', '-json', 'bucket_names']);
    const { uploads: Bucket } = JSON.parse(stdout) as { uploads: string };
    const { CORSRules } = await s3.send(new GetBucketCorsCommand({ Bucket }));
    expect(CORSRules).toMatchObject([
      { AllowedOrigins: ['https://shop.example.com'], ExposeHeaders: ['ETag'] },
    ]);
    // Goes with the bucket.
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a/photo.jpg', Body: 'photo' }));
    expect(first.output).toContain(
      "devloop-server: its container gets the credentials of the server's IAM role",
    );
  });

  test('has a cache, a queue, a distribution and records that sign its mail', async () => {
    const { stdout } = await first.terraform.run(['output', '-json']);
    const outputs = JSON.parse(stdout) as Record<string, { value: unknown }>;
    const names = ['cache_endpoint', 'queue_urls', 'cdn_urls'];
    expect(names.map((name) => outputs[name]?.value)).toEqual([
      expect.stringMatching(/^master\.devloop-dev\./),
      { orders: expect.stringMatching(/\/devloop-dev-orders$/) as unknown },
      { uploads: expect.stringMatching(/^https:\/\/\w+\.cloudfront\.net$/) as unknown },
    ]);
    expect((await records()).filter((record) => DKIM.test(record))).toHaveLength(3);
  });

  test('has an empty second plan', async () => {
    expect(await variant('first', {}).plan()).toEqual([]);
  });

  /** Host names, paths and shares of each target group by name of the rule's target group, in the order of their priorities. */
  const routes = async () => {
    const { byPort } = await listeners();
    const { Rules = [] } = await elb.send(
      new DescribeRulesCommand({ ListenerArn: byPort.get(443)?.ListenerArn }),
    );
    return Rules.filter(
      ({ Conditions = [], IsDefault }) =>
        IsDefault !== true && Conditions.every(({ Field }) => Field !== 'source-ip'),
    )
      .sort((one, other) => Number(one.Priority) - Number(other.Priority))
      .map(({ Conditions = [], Actions = [] }) => ({
        values: Conditions.flatMap(
          ({ HostHeaderConfig, PathPatternConfig }) =>
            HostHeaderConfig?.Values ?? PathPatternConfig?.Values ?? [],
        ).sort(),
        weights: Actions.flatMap(({ ForwardConfig }) =>
          (ForwardConfig?.TargetGroups ?? []).map(({ Weight = 0 }) => Weight),
        ).sort((one, other) => other - one),
      }));
  };
  const PARTNERS = expect.objectContaining({ values: ['partners.example.com'] }) as unknown;
  const ACTUATOR = { values: ['/actuator', '/actuator/*'], weights: [] };

  test('serves two applications, by path and by host name, and a canary takes its share', async () => {
    expect(await routes()).toEqual([
      ACTUATOR,
      { values: ['/api/*', 'shop.example.com'], weights: [95, 5] },
      PARTNERS,
    ]);
  });

  test('changes the share of a canary in place, by an input variable alone', async () => {
    const more = variant('first', {}, '{"api-server": 20}');
    expect(await more.plan()).toEqual([
      'update aws_lb_listener_rule.internal_load_balancer_services_stock',
      'update aws_lb_listener_rule.load_balancer_routes_api',
    ]);
    await more.apply();
    expect((await routes())[1]?.weights).toEqual([80, 20]);
    expect(await more.plan()).toEqual([]);
  });

  test('refuses a share of what has no canary', async () => {
    await expect(variant('first', {}, '{"devloop-server": 20}').plan()).rejects.toThrow(
      /canary_weights:[\s│]+devloop-server[\s│]+has[\s│]+no[\s│]+canary/,
    );
  });

  test('keeps the image that was deployed since: Terraform sets a parameter once', async () => {
    const ssm = new SSMClient(clientOf(account));
    const Name = '/devloop-dev/images/api';
    const value = async () => (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value;
    expect(await value()).toBe('api:1');
    await ssm.send(new PutParameterCommand({ Name, Value: 'api:2', Overwrite: true }));
    expect(await variant('first', {}, '{"api-server": 20}').plan()).toEqual([]);
    expect(await value()).toBe('api:2');
  });

  test('loses an application without a change of the other', async () => {
    const { servers } = base;
    const less = variant('less', {
      servers: servers.slice(0, 2),
      'loadBalancer.routes': [partners],
      internalLoadBalancer: undefined,
    });
    const planned = await less.plan();
    expect(planned.length).toBeGreaterThan(20);
    expect(
      planned.filter((line) => !/^delete \S+(api|internal_load_balancer|private_dns|to_internal)/.test(line)),
      // Which repositories it pushes to.
    ).toEqual(['update aws_iam_role_policy.pipeline_permissions']);
    await less.apply();
    expect(await routes()).toEqual([ACTUATOR, PARTNERS]);
    expect(await less.plan()).toEqual([]);
  });

  test('gets a certificate with a further name before the old one goes, and keeps its records', async () => {
    const next = variant('renamed', {
      servers: base.servers.slice(0, 2),
      'servers.1.hostName': 'ci.example.com',
      'loadBalancer.routes': [partners],
      internalLoadBalancer: undefined,
    });
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
    expect(await certificates()).toEqual([
      ['ISSUED', 'ci.example.com', 'partners.example.com', 'shop.example.com'],
    ]);
    expect(await next.plan()).toEqual([]);
  });

  test('goes and leaves nothing', async () => {
    await first.terraform.run(['destroy', '-auto-approve', '-input=false']);
    expect(await certificates()).toEqual([]);
    expect(await records()).toEqual([]);
    expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
    expect(await new AwsReader(account).inventory()).toEqual(before);
  });
});
