import { terraformProgram } from '../system/terraform-program';
import type { DataStore, RestorePoint } from './restore-point';

/** Where steps happen. */
export interface Place {
  readonly environment: string;
  readonly region: string;
}

/** Name that a copy of a snapshot gets. */
const COPY = 'restored';

const inStack = (environment: string, command: string): string =>
  `${terraformProgram()} -chdir=cdktf.out/stacks/${environment} ${command}`;

const deploy = (environment: string): string => `npx cdktf deploy ${environment}`;

function volumeSteps(store: DataStore, point: RestorePoint, { environment, region }: Place): string[] {
  const { name, address, deployed } = store;
  const elsewhere = point.region !== region;
  return [
    ...(deployed === undefined
      ? []
      : [
          '# the volume exists: stop its server, and keep the volume under another name',
          `aws ec2 detach-volume --region ${region} --volume-id ${deployed}`,
          `aws ec2 create-tags --region ${region} --resources ${deployed} --tags Key=Name,Value=${name}-old`,
          inStack(environment, `state rm ${address} ${attachmentOf(address)}`),
        ]),
    ...(elsewhere
      ? [
          `aws ec2 copy-snapshot --region ${region} --source-region ${point.region} --source-snapshot-id ${point.snapshot} --encrypted`,
        ]
      : []),
    `# in the configuration of ${environment}, dataVolume of the server:`,
    `snapshotId: '${elsewhere ? 'the id that the copy got' : point.snapshot}',`,
    `${deploy(environment)}   # creates and attaches ${name}, and changes nothing else`,
  ];
}

/** Constructs of an attachment are below those of its volume. */
const attachmentOf = (address: string): string =>
  `${address.replace('aws_ebs_volume.', 'aws_volume_attachment.')}_attachment`;

function databaseSource(store: DataStore, { snapshot, region: from }: RestorePoint, { region }: Place) {
  if (snapshot === undefined)
    return { before: [], lines: [`restore: { from: 'point-in-time', source: '${store.name}-old' },`] };
  // RDS restores no snapshot of AWS Backup by its name, nor one of another region.
  const isCopied = snapshot.includes(':') || from !== region;
  const copy = `${store.name}-${COPY}`;
  const source = from === region ? snapshot : `arn:aws:rds:${from}:ACCOUNT:snapshot:${snapshot}`;
  const across = from === region ? '' : ` --source-region ${from}`;
  return {
    before: isCopied
      ? [
          `aws rds copy-db-snapshot --region ${region}${across} --source-db-snapshot-identifier ${source} --target-db-snapshot-identifier ${copy}`,
        ]
      : [],
    lines: [`restore: { from: 'snapshot', snapshot: '${isCopied ? copy : snapshot}' },`],
  };
}

function databaseSteps(store: DataStore, point: RestorePoint, place: Place): string[] {
  const { environment, region } = place;
  const { name, address, deployed } = store;
  const { before, lines } = databaseSource(store, point, place);
  return [
    ...(deployed === undefined
      ? []
      : [
          '# the database exists: keep it under another name',
          `aws rds modify-db-instance --region ${region} --db-instance-identifier ${name} --new-db-instance-identifier ${name}-old --apply-immediately`,
          inStack(environment, `state rm ${address}`),
        ]),
    ...before,
    `# in the configuration of ${environment}, database:`,
    ...lines,
    `${deploy(environment)}   # creates ${name} from it; servers that connect to it get its new address and secret`,
  ];
}

/** Configuration lines and commands that restore a store from its newest point. Empty where there is none. */
export function stepsOf(store: DataStore, place: Place): string[] {
  const usable = store.points.filter(
    ({ snapshot }) => snapshot !== undefined || store.deployed !== undefined,
  );
  const [newest] = [
    ...usable.filter(({ region }) => region === place.region),
    ...usable.filter(({ region }) => region !== place.region),
  ];
  if (!newest) return [];
  return store.kind === 'database' ? databaseSteps(store, newest, place) : volumeSteps(store, newest, place);
}
