import type { PermissionStatement } from './permission-statement';

/** What a pipeline delivers, with names that may contain wildcards. */
export interface PipelineScope {
  readonly region: string;
  readonly account: string;
  /** Names of repositories in ECR. */
  readonly repositories: readonly string[];
  /** Names of parameters with images, which begin with a slash. */
  readonly parameters: readonly string[];
  /** Names of Auto Scaling groups. */
  readonly groups: readonly string[];
}

/**
 * Pushes images, sets which one servers run, replaces servers, and reads how that goes. Nothing else: neither launch templates nor
 * roles. Reads of Auto Scaling, Elastic Load Balancing and EC2 support no narrower resource. AWS: "Actions, resources, and condition keys"
 * of each service.
 */
export const pipelinePermissions = ({
  region,
  account,
  repositories,
  parameters,
  groups,
}: PipelineScope): PermissionStatement[] => [
  { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
  {
    actions: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:CompleteLayerUpload',
      'ecr:GetDownloadUrlForLayer',
      'ecr:InitiateLayerUpload',
      'ecr:PutImage',
      'ecr:UploadLayerPart',
    ],
    resources: repositories.map((name) => `arn:aws:ecr:${region}:${account}:repository/${name}`),
  },
  {
    actions: ['ssm:GetParameterHistory', 'ssm:PutParameter'],
    resources: parameters.map((name) => `arn:aws:ssm:${region}:${account}:parameter${name}`),
  },
  ...(groups.length === 0
    ? []
    : [
        {
          actions: ['autoscaling:CancelInstanceRefresh', 'autoscaling:StartInstanceRefresh'],
          resources: groups.map(
            (name) =>
              `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/${name}`,
          ),
        },
      ]),
  {
    actions: [
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeInstanceRefreshes',
      'autoscaling:DescribeScalingActivities',
      'ec2:DescribeInstances',
      'ec2:DescribeLaunchTemplateVersions',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
    resources: ['*'],
  },
];
