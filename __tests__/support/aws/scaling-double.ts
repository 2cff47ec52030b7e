import { type Answer, type Answers, denied, type Parameters } from './aws-overlay';

type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value | undefined };

/** Element of a list. AWS: "AWS Query protocol", "EC2 Query protocol". */
type Element = 'member' | 'item';

function xml(value: Value, element: Element): string {
  if (Array.isArray(value))
    return value.map((one: Value) => `<${element}>${xml(one, element)}</${element}>`).join('');
  if (typeof value !== 'object') return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([name, inner]) => `<${name}>${xml(inner as Value, element)}</${name}>`)
    .join('');
}

/** Answer of Auto Scaling or Elastic Load Balancing. */
const query = (action: string, result: Value): Answer => ({
  body: `<${action}Response><${action}Result>${xml(result, 'member')}</${action}Result></${action}Response>`,
});

const ec2 = (action: string, result: Value): Answer => ({
  body: `<${action}Response>${xml(result, 'item')}</${action}Response>`,
});

export interface DoubledServer {
  readonly id: string;
  readonly version: number;
  /** AWS: "Amazon EC2 Auto Scaling instance lifecycle". @default InService */
  readonly lifecycle?: string;
  /** @default Healthy */
  readonly health?: string;
  /** Target health status, with its reason code and description. @default healthy */
  readonly target?: readonly [state: string, reason?: string, description?: string];
}

/** An account with one Auto Scaling group behind one target group, at one moment. */
export interface Moment {
  /** Version that the group launches. */
  readonly version: number;
  /** @default the number of servers */
  readonly desired?: number;
  readonly servers: readonly DoubledServer[];
  /** Status of the latest instance refresh, with its percentage and reason. @default none */
  readonly refresh?: readonly [status: string, percentage?: number, reason?: string];
  /** Message of the latest scaling activity, which failed. @default it succeeded */
  readonly failedLaunch?: string;
}

const ARN = 'arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/devloop/6d0ecf831eec9f09';
const TEMPLATE = 'lt-0a20c965061f64abc';

/** User data that runs an image, as EC2 returns it. */
export const userDataOf = (image: string): string =>
  Buffer.from(`#cloud-config\n      APPLICATION_IMAGE='${image}'\n`).toString('base64');

/** Host name of a server. AWS: "Amazon EC2 instance hostname types", IP name. */
export const hostOf = (id: string): string => `ip-10-0-1-${id.replace(/\D/g, '')}`;

/**
 * Answers of Auto Scaling, Elastic Load Balancing, EC2 and CloudWatch Logs, as their API references document them. Each look at the group
 * shows the next moment; the last one stays.
 */
export class ScalingDouble {
  public group = true;
  /** Images by version. */
  public images: readonly string[] = ['app:1', 'app:2', 'app:3'];
  /** Lines of containers' logs by host. */
  public logs: Readonly<Record<string, readonly string[]>> = {};
  /** IAM actions that the caller may not perform. */
  public refused: readonly string[] = [];
  /** Calls that change something, with their parameters. */
  public readonly changes: Parameters[] = [];
  private readonly moments: Moment[];

  constructor(...moments: Moment[]) {
    this.moments = moments;
  }

  private get now(): Moment {
    return this.moments[0] as Moment;
  }

  public get answers(): Answers {
    return {
      'autoscaling:DescribeAutoScalingGroups': () =>
        query('DescribeAutoScalingGroups', { AutoScalingGroups: this.groups() }),
      'autoscaling:DescribeInstanceRefreshes': () =>
        query('DescribeInstanceRefreshes', { InstanceRefreshes: this.refreshes() }),
      'autoscaling:DescribeScalingActivities': () =>
        query('DescribeScalingActivities', { Activities: [this.activity()] }),
      'elasticloadbalancing:DescribeTargetGroups': () =>
        query('DescribeTargetGroups', { TargetGroups: this.group ? [{ TargetGroupArn: ARN }] : [] }),
      'elasticloadbalancing:DescribeTargetHealth': () => {
        const answer = query('DescribeTargetHealth', { TargetHealthDescriptions: this.targets() });
        if (this.moments.length > 1) this.moments.shift();
        return answer;
      },
      ...this.changing(
        'autoscaling',
        'CancelInstanceRefresh',
        'UpdateAutoScalingGroup',
        'StartInstanceRefresh',
      ),
      'ec2:CreateLaunchTemplateVersion': (parameters) => {
        this.changes.push(parameters);
        return ec2('CreateLaunchTemplateVersion', {
          launchTemplateVersion: { versionNumber: this.images.length + 1 },
        });
      },
      'ec2:DescribeInstances': (parameters) => this.instance(String(parameters['InstanceId.1'])),
      'ec2:DescribeLaunchTemplateVersions': () => this.versions(),
      'logs:DescribeLogStreams': ({ logStreamNamePrefix: host }) => ({
        body: {
          logStreams: this.logs[String(host)]
            ? [{ logStreamName: `${String(host)}.ap-northeast-2.compute.internal/application` }]
            : [],
        },
      }),
      'logs:GetLogEvents': ({ logStreamName, limit }) => {
        const lines = this.logs[String(logStreamName).split('.')[0] ?? ''] ?? [];
        return {
          body: { events: lines.slice(-Number(limit)).map((message) => ({ message: `${message}\n` })) },
        };
      },
      ...Object.fromEntries(this.refused.map((action) => [action, denied(action)])),
    };
  }

  private changing(service: string, ...actions: readonly string[]): Answers {
    return Object.fromEntries(
      actions.map((action) => [
        `${service}:${action}`,
        (parameters: Parameters) => {
          this.changes.push(parameters);
          return query(action, {});
        },
      ]),
    );
  }

  private groups(): Value {
    if (!this.group) return [];
    const { version, servers, desired = servers.length } = this.now;
    const template = (number: number) => ({ LaunchTemplateId: TEMPLATE, Version: number });
    return [
      {
        AutoScalingGroupName: 'devloop',
        DesiredCapacity: desired,
        LaunchTemplate: template(version),
        Instances: servers.map(({ id, version: own, lifecycle = 'InService', health = 'Healthy' }) => ({
          InstanceId: id,
          LifecycleState: lifecycle,
          HealthStatus: health,
          LaunchTemplate: template(own),
        })),
        TargetGroupARNs: [ARN],
      },
    ];
  }

  private refreshes(): Value {
    const [Status, PercentageComplete, StatusReason] = this.now.refresh ?? [];
    return Status === undefined ? [] : [{ InstanceRefreshId: '1', Status, PercentageComplete, StatusReason }];
  }

  private activity(): Value {
    const { failedLaunch } = this.now;
    return { StatusCode: failedLaunch === undefined ? 'Successful' : 'Failed', StatusMessage: failedLaunch };
  }

  private targets(): Value {
    return this.now.servers.map(({ id, target = ['healthy'] }) => ({
      Target: { Id: id, Port: 8080 },
      TargetHealth: { State: target[0], Reason: target[1], Description: target[2] },
    }));
  }

  private instance(id: string): Answer {
    const privateDnsName = `${hostOf(id)}.ap-northeast-2.compute.internal`;
    return ec2('DescribeInstances', {
      reservationSet: [{ instancesSet: [{ instanceId: id, privateDnsName }] }],
    });
  }

  private versions(): Answer {
    return ec2('DescribeLaunchTemplateVersions', {
      launchTemplateVersionSet: this.images.map((image, index) => ({
        launchTemplateId: TEMPLATE,
        versionNumber: index + 1,
        launchTemplateData: {
          userData: userDataOf(image),
        },
      })),
    });
  }
}
