import { gunzipSync } from 'node:zlib';
import {
  CreateLaunchTemplateVersionCommand,
  paginateDescribeLaunchTemplateVersions,
} from '@aws-sdk/client-ec2';
import type { AwsClients } from './clients';
import { all } from './pages';

export interface TemplateVersion {
  readonly version: number;
  /** As EC2 has it: in base64, and compressed where it is large. */
  readonly userData: string;
}

/** Versions of a launch template, in ascending order. */
export async function templateVersions({ ec2 }: AwsClients, id: string): Promise<TemplateVersion[]> {
  const pages = paginateDescribeLaunchTemplateVersions({ client: ec2 }, { LaunchTemplateId: id });
  const versions = await all(pages, ({ LaunchTemplateVersions }) => LaunchTemplateVersions);
  return versions
    .map(({ VersionNumber: version = 0, LaunchTemplateData: data }) => ({
      version,
      userData: data?.UserData ?? '',
    }))
    .sort((one, other) => one.version - other.version);
}

/**
 * Creates a version with the content of another one, and returns its number. AWS: "CreateLaunchTemplateVersion", SourceVersion. The
 * request must contain launch template data, so it repeats the user data.
 */
export async function repeatVersion(
  { ec2 }: AwsClients,
  id: string,
  { version, userData }: TemplateVersion,
): Promise<string> {
  const { LaunchTemplateVersion: made } = await ec2.send(
    new CreateLaunchTemplateVersionCommand({
      LaunchTemplateId: id,
      SourceVersion: String(version),
      LaunchTemplateData: { UserData: userData },
    }),
  );
  return String(made?.VersionNumber);
}

const GZIP = Buffer.from([0x1f, 0x8b]);

function textOf({ userData }: TemplateVersion): string {
  const bytes = Buffer.from(userData, 'base64');
  return (bytes.subarray(0, 2).equals(GZIP) ? gunzipSync(bytes) : bytes).toString();
}

/** Image of the application's container in a version. */
export const imageOf = (version: TemplateVersion): string | undefined =>
  /^\s*APPLICATION_IMAGE='(.*)'$/m.exec(textOf(version))?.[1];
