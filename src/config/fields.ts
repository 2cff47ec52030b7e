import * as z from 'zod';
import { cidrProblem } from '../net/cidr';
import { DNS_LABEL } from '../core/names';
import { REGION_ZONES } from '../net/regions';
import { issueMessage } from './problems';

/** A text of a given form. */
export const pattern = (form: RegExp, message: string, accepted: string) =>
  z.string().regex(form, issueMessage(message, accepted));

export const whole = (min: number, max: number) => z.number().int().min(min).max(max);

export const dnsLabel = pattern(
  DNS_LABEL,
  'is not a DNS label',
  'lower-case letters, digits and hyphens, starting with a letter, at most 63',
);

/** Part of an RDS identifier, which has no two hyphens in a row. AWS: "Naming constraints in Amazon RDS". */
export const environmentName = dnsLabel.refine((name) => !name.includes('--'), {
  error: issueMessage('has two hyphens in a row', 'single hyphens'),
});

/** Begins the names of load balancers and security groups. AWS: "CreateLoadBalancer", "CreateSecurityGroup". */
export const project = environmentName.refine((name) => !/^(internal|sg)(-|$)/.test(name), {
  error: issueMessage(
    'begins with a prefix that AWS reserves',
    'a name that does not begin with internal or sg',
  ),
});

export const cidr = z.string().superRefine((text, context) => {
  const problem = cidrProblem(text);
  if (!problem) return;
  const { message, accepted } = problem;
  context.addIssue({
    code: 'custom',
    message: issueMessage(message, accepted),
    params: { code: 'CIDR_INVALID' },
  });
});

export const region = z.string().refine((name) => Object.hasOwn(REGION_ZONES, name), {
  error: issueMessage('is not a known region', Object.keys(REGION_ZONES).join(', ')),
});

export const port = whole(1, 65535);

/** AWS: "Amazon EC2 instance type naming conventions". */
export const instanceType = pattern(
  /^[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/,
  'is not an instance type',
  'family and size, e.g. t2.micro',
)
  .refine((type) => !/^mac/.test(type), {
    error: issueMessage(
      'runs macOS alone, for which there is no Amazon Linux 2023',
      'family and size, e.g. t3.micro',
    ),
  })
  // AWS: "Requirements for Amazon EBS encryption"; "AL2023 system requirements".
  .refine((type) => !/^(t1|m1|m2|c1|cc2|cg1|cr1|hi1|hs1)\./.test(type), {
    error: issueMessage(
      'is of a family whose volumes cannot be encrypted',
      'a current family, e.g. t3.micro',
    ),
  })
  .refine((type) => !/^a1\./.test(type), {
    error: issueMessage(
      'is of a family on which Amazon Linux 2023 does not run',
      'a current family, e.g. t4g.micro',
    ),
  })
  .refine((type) => !/^t\d.*\.(\d{2,}|[3-9])xlarge$|^t\d.*metal/.test(type), {
    error: issueMessage('is a size that the family does not have', 'nano to 2xlarge'),
  });

/** AWS: "DB instance class types". */
export const instanceClass = pattern(
  /^db\.[a-z][a-z0-9-]*\.(micro|small|medium|large|\d*xlarge)$/,
  'is not a database instance class',
  'db, family and size, e.g. db.t3.micro',
);

/** AWS: "Naming constraints in Amazon RDS". */
const RDS_IDENTIFIER = '(?!.*--)[a-z][a-z0-9-]{0,62}(?<!-)';
const RDS_ARN = 'arn:aws[a-z-]*:rds:[a-z0-9-]+:\\d{12}:';

/** An automated snapshot has a colon in its name. AWS: "CreateDBSnapshot", "Sharing a DB snapshot for Amazon RDS". */
export const databaseSnapshot = pattern(
  new RegExp(`^(rds:${RDS_IDENTIFIER}|(${RDS_ARN}snapshot:)?(?!.*--)[a-z][a-z0-9-]{0,254}(?<!-))$`),
  'is neither a snapshot nor the ARN of one',
  'a name in lower case, e.g. devloop-prod-final-1, or arn:aws:rds:REGION:ACCOUNT:snapshot:NAME',
);

export const databaseSource = pattern(
  new RegExp(`^(${RDS_IDENTIFIER}|${RDS_ARN}auto-backup:ab-[a-z0-9-]+)$`),
  'is neither a database nor the ARN of retained backups',
  'an identifier in lower case, e.g. devloop-prod-old, or arn:aws:rds:REGION:ACCOUNT:auto-backup:ab-ID',
);

export const imageId = pattern(
  /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/,
  'is not an image id',
  'e.g. ami-0123456789abcdef0',
);

export const allocationId = pattern(
  /^eipalloc-([0-9a-f]{8}|[0-9a-f]{17})$/,
  'is not the allocation id of an elastic IP address',
  'e.g. eipalloc-0123456789abcdef0',
);

export const snapshotId = pattern(
  /^snap-([0-9a-f]{8}|[0-9a-f]{17})$/,
  'is not the id of an EBS snapshot',
  'e.g. snap-0123456789abcdef0',
);

/** POSIX: "Environment Variable Definition". */
export const environmentVariable = pattern(
  /^[A-Z_][A-Z0-9_]*$/,
  'is not the name of an environment variable',
  'capitals, digits and _, e.g. SPRING_DATASOURCE_URL',
);

/** AWS: "General purpose bucket naming rules". Of the names that S3 reserves only our placeholder passes: see `UNNAMED_BUCKET`. */
const BUCKET =
  /^(?!xn--|sthree-|amzn-s3-demo-(?!choose-a-name$))(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const bucketName = pattern(
  BUCKET,
  'is not a valid S3 bucket name',
  '3 to 63 lower-case letters, digits, dots and hyphens, starting and ending with a letter or digit, no IP address, without the prefixes and suffixes that S3 reserves',
);

export const certificateArn = pattern(
  /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/,
  'is not the ARN of an ACM certificate',
  'e.g. arn:aws:acm:ap-northeast-2:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef',
);

/** Where a Terraform Enterprise is, as Terraform takes it. HashiCorp: "Hostnames" of service discovery. */
export const hostname = pattern(
  /^(?=.{1,253}(:|$))[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:\d{1,5})?$/,
  'is not a host name',
  'e.g. app.terraform.io, in lower case, without https://',
);

/** RFC 1035: labels with dots between them. AWS: "Host conditions" have at most 128 characters. */
export const domainName = pattern(
  /^(?=.{1,128}$)(?!.*\.\d+$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  'is not a host name',
  'e.g. jenkins.example.com, in lower case, at most 128 characters, no IP address',
);

/** The common name of a certificate has at most 64 characters. AWS: "RequestCertificate". */
export const certificateName = domainName.refine((name) => name.length <= 64, {
  error: issueMessage('is too long for the first name of a certificate', 'at most 64 characters'),
});

/** HashiCorp: "Organizations API": letters, digits, hyphens and underscores. */
export const organization = pattern(
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/,
  'is not the name of a HCP Terraform organization',
  'at most 40 letters, digits, hyphens and underscores',
);

/** HashiCorp: "Workspace naming". */
export const workspace = pattern(
  /^[A-Za-z0-9_-]{1,90}$/,
  'is not a valid HCP Terraform workspace name',
  'at most 90 letters, digits, hyphens and underscores',
);

/** HashiCorp: "Projects API". */
export const cloudProject = pattern(
  /^[A-Za-z0-9_-][A-Za-z0-9 _-]{1,38}[A-Za-z0-9_-]$/,
  'is not a valid HCP Terraform project name',
  '3 to 40 letters, digits, hyphens, underscores, and spaces within',
);

/** Letter of an Availability Zone. Which letters a region has is a cross-check. */
export const zone = z.string();

/** The servers that a part lets in; the cross-checks know the key. */
export const clients = z.array(z.string()).describe('names of the servers that may connect; no others can');
