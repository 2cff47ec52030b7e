import { DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { orMissing } from '../../aws/or-missing';
import { fail, pass, subjectCheck } from '../check';
import { hostNames } from '../host-names';
import type { Plan } from '../../terraform/planned-resources';

const certificateOf = (plan: Plan): string | undefined =>
  plan
    .blocks('aws_lb_listener')
    .map(({ args }) => args['certificate_arn'])
    .find((arn): arn is string => typeof arn === 'string' && arn.startsWith('arn:'));

/** Whether a certificate name covers a host name. A wildcard matches one label. RFC 6125. */
const covers = (name: string, host: string): boolean =>
  name === host || (name.startsWith('*.') && host.slice(host.indexOf('.') + 1) === name.slice(2));

/** Does not check the region of the certificate. Synthesis validates it. */
export const certificate = subjectCheck({
  id: 'certificate',
  title: 'Certificate',
  prevents: 'The HTTPS listener is refused, or browsers refuse the host names',
  error: 'CertificateNotFound, UnsupportedCertificate',
  permissions: ['acm:DescribeCertificate'],
  subject: ({ plan }) => certificateOf(plan),
  async run(arn, { plan, region, aws }) {
    const remedy = `Set loadBalancer.certificateArn to a certificate of ACM in ${region}.`;
    const answer = await orMissing(
      aws.acm.send(new DescribeCertificateCommand({ CertificateArn: arn })),
      'ResourceNotFoundException',
    );
    const found = answer?.Certificate;
    if (!found) return fail(`${arn} does not exist`, remedy);
    if (found.Status !== 'ISSUED')
      return fail(
        `${arn} is not issued: its status is ${found.Status}`,
        found.Status === 'PENDING_VALIDATION'
          ? 'Create the DNS records that ACM asks for, and wait.'
          : remedy,
      );
    const names = found.SubjectAlternativeNames ?? [String(found.DomainName)];
    const uncovered = hostNames(plan).filter((host) => !names.some((name) => covers(name, host)));
    if (uncovered.length > 0)
      return fail(`${arn} covers ${names.join(', ')}, not ${uncovered.join(', ')}`, remedy);
    return pass(`issued for ${names.join(', ')}`);
  },
});
