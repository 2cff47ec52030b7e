import { hasValue } from '../../aws/secret-store';
import { containerSecrets } from '../../terraform/container-secrets';
import { fail, pass, subjectCheck } from '../check';

export const secretsOfContainers = subjectCheck({
  id: 'container-secrets',
  title: 'Secrets of containers',
  prevents: 'Servers wait for a secret that has no value, and do not start the container',
  error: 'ParameterNotFound, ResourceNotFoundException',
  permissions: ['ssm:DescribeParameters', 'secretsmanager:DescribeSecret'],
  subject({ plan }) {
    const secrets = containerSecrets(plan);
    return secrets.length === 0 ? undefined : secrets;
  },
  async run(secrets, { aws, environment }) {
    const known = await Promise.all(secrets.map((secret) => hasValue(aws, secret)));
    const missing = secrets.filter((_, index) => known[index] !== true);
    if (missing.length === 0) return pass(`${secrets.length} of ${secrets.length} have a value`);
    const [first] = missing;
    return fail(
      `${missing.map(({ variable, kind, id }) => `${variable} (${kind} ${id})`).join(', ')} ${missing.length === 1 ? 'has' : 'have'} no value`,
      `Write it: devloop secrets set ${first?.variable} --environment ${environment}`,
    );
  },
});
