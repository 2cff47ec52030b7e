import {
  CreateLaunchTemplateVersionCommand,
  paginateDescribeLaunchTemplateVersions,
} from '@aws-sdk/client-ec2';
import type { AwsClients } from './clients';
import { all } from './pages';

export interface TemplateVersion {
  readonly version: number;
  /** Decoded. */
  readonly userData: string;
}

/** Versions of a launch template, in ascending order. */
export async function templateVersions({ ec2 }: AwsClients, id: string): Promise<TemplateVersion[]> {
  const pages = paginateDescribeLaunchTemplateVersions({ client: ec2 }, { LaunchTemplateId: id });
  const versions = await all(pages, ({ LaunchTemplateVersions }) => LaunchTemplateVersions);
  return versions
    .map(({ VersionNumber: version = 0, LaunchTemplateData: data }) => ({
      version,
      userData: Buffer.from(data?.UserData ?? '', 'base64').toString(),
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
      LaunchTemplateData: { UserData: Buffer.from(userData).toString('base64') },
    }),
  );
  return String(made?.VersionNumber);
}

/** Image of the application's container in a version. */
export const imageOf = ({ userData }: TemplateVersion): string | undefined =>
  /^\s*APPLICATION_IMAGE='(.*)'$/m.exec(userData)?.[1];
