import { dev } from '../support/fixtures/configured';
import { changed, everything, messagesOf } from '../support/fixtures/environments';
import type { Statement } from '../../src/iam/document';
import { parseAutomation } from '../../src/config/schema';
import { automation } from '../support/iam/policies';
import { argumentsAt, synth } from '../support/fixtures/synth';

const config = synth(changed({ backups: {} }));
const vaultOf = 'arn:aws:backup:ap-northeast-1:123456789012:backup-vault:copies';

describe('Backups', () => {
  test('are absent without the key', () => {
    expect(Object.keys(synth(dev).resource).filter((type) => type.startsWith('aws_backup'))).toEqual([]);
  });

  test('keep a backup of each day and one of each month in a vault of their own', () => {
    const common = {
      target_vault_name: '${aws_backup_vault.backups_vault.name}',
      start_window: 60,
      completion_window: 720,
    };
    expect(argumentsAt(config, 'aws_backup_plan.backups')).toMatchObject({
      name: 'devloop-dev-backups',
      rule: [
        { ...common, rule_name: 'daily', schedule: 'cron(15 17 * * ? *)', lifecycle: { delete_after: 35 } },
        {
          ...common,
          rule_name: 'monthly',
          schedule: 'cron(15 17 1 * ? *)',
          lifecycle: { delete_after: 365 },
        },
      ],
    });
  });

  test('are of the database and of every data volume', () => {
    expect(argumentsAt(config, 'aws_backup_selection.backups_selection')).toMatchObject({
      plan_id: '${aws_backup_plan.backups.id}',
      iam_role_arn: '${aws_iam_role.backups_role.arn}',
      resources: [
        '${aws_db_instance.database.arn}',
        '${aws_ebs_volume.data_volumes_elk_server_data.arn}',
        '${aws_ebs_volume.data_volumes_jenkins_server_data.arn}',
      ],
    });
  });

  test('have a vault that Terraform does not destroy where data is protected', () => {
    const vault = (from: ReturnType<typeof synth>) =>
      argumentsAt(from, 'aws_backup_vault.backups_vault')['lifecycle'];
    expect(vault(config)).toEqual({ prevent_destroy: false });
    expect(vault(synth(everything))).toMatchObject({ prevent_destroy: true });
  });

  test('are copied to a vault elsewhere where there is one', () => {
    const { rule } = argumentsAt(synth(everything), 'aws_backup_plan.backups') as { rule: object[] };
    expect(rule).toMatchObject([
      { copy_action: [{ destination_vault_arn: vaultOf, lifecycle: { delete_after: 14 } }] },
      { copy_action: [{ destination_vault_arn: vaultOf, lifecycle: { delete_after: 90 } }] },
    ]);
    expect(JSON.stringify(argumentsAt(config, 'aws_backup_plan.backups'))).not.toContain('copy_action');
  });

  test('are made by AWS Backup alone, within the boundary of the environment', () => {
    const role = argumentsAt(
      synth(changed({ backups: {} }), parseAutomation(automation)),
      'aws_iam_role.backups_role',
    );
    expect(JSON.parse(String(role['assume_role_policy']))).toMatchObject({
      Statement: [{ Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    expect(role['permissions_boundary']).toBe(
      'arn:aws:iam::${data.aws_caller_identity.account.account_id}:policy/devloop-dev-boundary',
    );
  });

  test('may read and copy what a customer managed key encrypts, through EC2 and RDS alone', () => {
    const { policy } = argumentsAt(config, 'aws_iam_role_policy.backups_role_permissions');
    const { Statement: statements } = JSON.parse(String(policy)) as { Statement: Statement[] };
    const onKeys = statements.filter(({ Action }) => Action.some((action) => action.startsWith('kms:')));
    expect(onKeys.map(({ Action, Condition }) => [Action, Condition])).toEqual([
      [['kms:CreateGrant'], { Bool: { 'kms:GrantIsForAWSResource': 'true' } }],
      [
        [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        { StringLike: { 'kms:ViaService': ['ec2.*.amazonaws.com', 'rds.*.amazonaws.com'] } },
      ],
    ]);
  });

  test('mail what failed, with alarms', () => {
    const { event_pattern: pattern } = argumentsAt(
      synth(changed({ backups: {}, alarms: { events: true } })),
      'aws_cloudwatch_event_rule.event_alarms_failed_backup',
    );
    expect(JSON.parse(String(pattern))).toEqual({
      source: ['aws.backup'],
      'detail-type': ['Backup Job State Change'],
      detail: { backupVaultName: ['devloop-dev-backups'], state: ['ABORTED', 'EXPIRED', 'FAILED'] },
    });
  });

  test('need something to back up, and a vault in another region for copies', () => {
    const plain = { servers: [], traffic: [], loadBalancer: undefined, database: undefined };
    expect(messagesOf(() => synth(changed({ ...plain, backups: {} })))).toContain(
      'dev.backups: {} has nothing to back up; accepted: a database, a server with a dataVolume, or no backups [CONFIG_INVALID]',
    );
    const copyTo = vaultOf.replace('northeast-1', 'northeast-2');
    expect(messagesOf(() => synth(changed({ backups: { copyTo } })))).toEqual([
      `dev.backups.copyTo: "${copyTo}" is a vault of the environment's own region; accepted: a vault of another region than ap-northeast-2 [CONFIG_INVALID]`,
    ]);
  });
});
