import { api, apiRoute, withApplications } from '../support/fixtures/applications';
import { changed } from '../support/fixtures/environments';
import { argumentsAt, ofType, synth, withLocals } from '../support/fixtures/synth';
import { Plan } from '../../src/terraform/planned-resources';

const input = withApplications([api], [apiRoute], { registry: true });
const config = synth(input);
const ACCOUNT = '${data.aws_caller_identity.account.account_id}';

describe('Registry', () => {
  test('has an encrypted repository for each image, scanned on push, with tags that stay', () => {
    expect(ofType(config, 'aws_ecr_repository')).toEqual(
      Object.fromEntries(
        ['api', 'app'].map((name) => [
          `registry_${name}`,
          {
            name: `devloop-dev/${name}`,
            image_tag_mutability: 'IMMUTABLE',
            image_scanning_configuration: { scan_on_push: true },
            encryption_configuration: [{ encryption_type: 'AES256' }],
            force_delete: true,
            tags: { Name: `devloop-dev/${name}` },
          },
        ]),
      ),
    );
  });

  test('keeps 200 images, and untagged ones for 14 days', () => {
    const { repository, policy } = argumentsAt(config, 'aws_ecr_lifecycle_policy.registry_app_lifecycle');
    expect(repository).toBe('${aws_ecr_repository.registry_app.name}');
    const { rules } = JSON.parse(String(policy)) as { rules: { selection: object }[] };
    expect(rules.map(({ selection }) => selection)).toEqual([
      { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
      { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 200 },
    ]);
  });

  test('is kept where deletion protection is on', () => {
    const kept = synth(changed({ registry: true, deletionProtection: true, 'loadBalancer.insecure': true }));
    const repository = argumentsAt(kept, 'aws_ecr_repository.registry_app');
    expect(repository['lifecycle']).toEqual({ prevent_destroy: true });
    expect(repository).not.toHaveProperty('force_delete');
  });

  test('completes a tag alone to a reference, in a parameter that Terraform sets once', () => {
    expect(config.locals?.['reference_app']).toBe(
      '${can(regex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$", var.app_image)) ? join(":", ["' +
        ACCOUNT +
        '.dkr.ecr.ap-northeast-2.amazonaws.com/devloop-dev/app", var.app_image]) : var.app_image}',
    );
    expect(argumentsAt(config, 'aws_ssm_parameter.registry_app_parameter')).toMatchObject({
      name: '/devloop-dev/images/app',
      type: 'String',
      value: '${local.reference_app}',
      lifecycle: { ignore_changes: ['value'] },
    });
  });

  test('lets a server read its own parameter and pull from its own repository', () => {
    const statements = JSON.stringify(config.locals?.['servers_api_server_role_statements']);
    expect(statements).toContain(`arn:aws:ssm:ap-northeast-2:${ACCOUNT}:parameter/devloop-dev/images/api`);
    expect(statements).toContain(`arn:aws:ecr:ap-northeast-2:${ACCOUNT}:repository/devloop-dev/api`);
    expect(statements).not.toContain('devloop-dev/images/app');
  });

  test('leaves the image out of user data, which so is the same for every image', () => {
    const script = String(config.locals?.['servers_devloop_server_script']);
    expect(script).toContain("IMAGE_PARAMETER='/devloop-dev/images/app'");
    expect(withLocals(config, script)).not.toMatch(/var\.(app_image|images)/);
  });

  test('is what preflight completes a tag with', () => {
    const env = { TF_VAR_app_image: '1.4.2', TF_VAR_images: '{"api": "2.0.0"}' };
    const plan = new Plan(config, env);
    const images = plan.servers().flatMap(({ image }) => image ?? []);
    expect(images.map((image) => [image.repository, plan.image(image)]).sort()).toEqual([
      ['devloop-dev/api', '2.0.0'],
      ['devloop-dev/app', '1.4.2'],
    ]);
  });
});
