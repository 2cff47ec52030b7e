import {
  SecretsManagerClient,
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { type Emulator, startEmulator } from '../../../src/emulator/emulator';
import { PROJECT_DIR } from '../../../src/system/paths';
import type { DatabaseSecret } from '../user-data/fake-secrets';

/** What servers find in the emulated AWS: log groups and secrets. */
export class AwsAccount {
  private readonly secrets: SecretsManagerClient;

  private constructor(
    private readonly emulator: Emulator,
    private readonly region: string,
  ) {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    this.secrets = new SecretsManagerClient({ endpoint: emulator.endpoint, region, credentials });
  }

  public static async start(region: string): Promise<AwsAccount> {
    return new AwsAccount(await startEmulator({ region, projectDir: PROJECT_DIR }), region);
  }

  public get endpoint(): string {
    return this.emulator.endpoint;
  }

  /** Creates a secret, without a value by default. Returns its ARN. */
  public async createSecret(name: string, value?: DatabaseSecret): Promise<string> {
    const SecretString = value && JSON.stringify(value);
    const { ARN = '' } = await this.secrets.send(new CreateSecretCommand({ Name: name, SecretString }));
    return ARN;
  }

  public async secret(arn: string): Promise<DatabaseSecret> {
    const { SecretString = '' } = await this.secrets.send(new GetSecretValueCommand({ SecretId: arn }));
    return JSON.parse(SecretString) as DatabaseSecret;
  }

  public async putSecret(arn: string, value: DatabaseSecret): Promise<void> {
    await this.secrets.send(
      new PutSecretValueCommand({ SecretId: arn, SecretString: JSON.stringify(value) }),
    );
  }

  public async createLogGroup(name: string): Promise<void> {
    await this.logs('CreateLogGroup', { logGroupName: name });
  }

  /** Messages of a log stream, in order. Empty if there is none. */
  public async messages(group: string, stream: string): Promise<string[]> {
    const parameters = { logGroupName: group, logStreamName: stream, startFromHead: true };
    const { events = [] } = (await this.logs('GetLogEvents', parameters)) as {
      events?: { message: string }[];
    };
    return events.map(({ message }) => message);
  }

  public async stop(): Promise<void> {
    this.secrets.destroy();
    await this.emulator.stop();
  }

  private async logs(action: string, parameters: unknown): Promise<unknown> {
    const headers = {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `Logs_20140328.${action}`,
      Authorization: `AWS4-HMAC-SHA256 Credential=test/20200101/${this.region}/logs/aws4_request`,
    };
    const answer = await fetch(this.endpoint, { method: 'POST', headers, body: JSON.stringify(parameters) });
    return JSON.parse((await answer.text()) || '{}');
  }
}
