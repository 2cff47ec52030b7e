import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tool } from '../processes/tools';

export interface DatabaseSecret {
  readonly username: string;
  readonly password: string;
}

/**
 * Secrets Manager in a directory, for the `aws` of a fake server. As in AWS, a secret has no value at first, and PutSecretValue with
 * the ClientRequestToken of a version that exists and another value fails. AWS: "PutSecretValue".
 */
export class FakeSecrets {
  constructor(private readonly folder: string) {}

  /** Makes a version the current one. */
  public put(arn: string, secret: DatabaseSecret, version: string): void {
    this.putText(arn, JSON.stringify(secret), version);
  }

  /** Makes a version of a secret that is no JSON the current one. */
  public putText(arn: string, text: string, version: string): void {
    const folder = this.folderOf(arn);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, version), text);
    writeFileSync(join(folder, 'current'), version);
  }

  /** Bash code that does the same. */
  public putting(arn: string, secret: DatabaseSecret, version: string): string {
    const folder = this.folderOf(arn);
    const quoted = `'${JSON.stringify(secret).replaceAll("'", "'\\''")}'`;
    return `{ printf %s ${quoted} >'${folder}/${version}'; printf %s '${version}' >'${folder}/current'; }`;
  }

  /** The current version. */
  public get(arn: string): DatabaseSecret {
    return JSON.parse(this.text(arn)) as DatabaseSecret;
  }

  /** The current version of a secret that is no JSON. */
  public text(arn: string): string {
    const current = readFileSync(join(this.folderOf(arn), 'current'), 'utf8');
    return readFileSync(join(this.folderOf(arn), current), 'utf8');
  }

  /** Ids of all versions. */
  public versions(arn: string): string[] {
    const folder = this.folderOf(arn);
    return existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'current') : [];
  }

  /** Bash code of `aws`, with options in the order of the scripts. */
  public get script(): string {
    const jq = tool('jq');
    return `
store='${this.folder}'/"\${6##*:}"
fail() { echo "An error occurred ($1) when calling the operation: $2" >&2; exit 254; }
case "$1 $2" in
  'secretsmanager get-secret-value')
    [[ $* != *'--query VersionId'* ]] || { printf '%s\\n' "$(<"$store/current")"; exit; }
    [[ -e $store/current ]] || fail ResourceNotFoundException "can't find the specified secret value"
    '${jq}' --null-input --arg version "$(<"$store/current")" --rawfile text "$store/$(<"$store/current")" \\
      '{VersionId: $version, SecretString: $text}' ;;
  'secretsmanager put-secret-value')
    '${tool('mkdir')}' -p "$store"
    set -o noclobber
    { '${tool('cat')}' >"$store/$8"; } 2>/dev/null || fail ResourceExistsException "can't modify an existing version"
    set +o noclobber
    printf %s "$8" >"$store/current" ;;
  'ecr get-login-password') echo TOKEN ;;
esac`;
  }

  private folderOf(arn: string): string {
    return join(this.folder, arn.split(':').at(-1) ?? '');
  }
}
