import { EbsVolume } from '@cdktf/provider-aws/lib/ebs-volume';
import { VolumeAttachment } from '@cdktf/provider-aws/lib/volume-attachment';
import { dev, prod } from '../support/fixtures/configured';
import { changed } from '../support/fixtures/environments';
import { argumentsAt, byAddress, ofType, synth, synthText, waitsFor } from '../support/fixtures/synth';

test('DataVolume creates an encrypted volume in the zone of its server and attaches it', () => {
  const stack = synthText(dev);
  expect(stack).toHaveResourceWithProperties(EbsVolume, {
    availability_zone: 'ap-northeast-2c',
    type: 'gp3',
    size: 50,
    encrypted: true,
    final_snapshot: true,
    timeouts: { delete: '3h' },
    tags: { Name: 'elk-server-data' },
  });
  expect(stack).toHaveResourceWithProperties(VolumeAttachment, {
    device_name: '/dev/sdf',
    volume_id: '${aws_ebs_volume.data_volumes_elk_server_data.id}',
    instance_id: '${aws_instance.servers_elk_server.id}',
    stop_instance_before_detaching: true,
  });
});

test.each([
  [dev, false],
  [prod, true],
])('DataVolume sets prevent_destroy in prod and not in dev, case %$', (environment, refuses) => {
  const volumes = Object.values(ofType(synth(environment), 'aws_ebs_volume'));
  expect(volumes.map(({ lifecycle }) => lifecycle)).toEqual(
    volumes.map(() => expect.objectContaining({ prevent_destroy: refuses }) as unknown),
  );
  expect(volumes).toHaveLength(2);
});

test('DataVolume depends only on its data sources, and its server depends on the volume', () => {
  const config = synth(dev);
  expect(waitsFor(config, 'aws_ebs_volume.data_volumes_jenkins_server_data')).toEqual([
    'data.aws_ebs_volume.data_volumes_jenkins_server_data_deployed',
    'data.aws_ebs_volumes.data_volumes_jenkins_server_data_known',
  ]);
  expect(waitsFor(config, 'aws_instance.servers_jenkins_server')).toContain(
    'aws_ebs_volume.data_volumes_jenkins_server_data',
  );
});

test('DataVolume reads the deployed size and zone at plan time and rejects a smaller size or another zone', () => {
  const config = synth(dev);
  const name = 'data_volumes_jenkins_server_data';
  const tag = (key: string, value: string) => ({ name: `tag:${key}`, values: [value] });
  expect(argumentsAt(config, `data.aws_ebs_volumes.${name}_known`)).toEqual({
    filter: [
      tag('Project', 'devloop'),
      tag('Environment', 'dev'),
      tag('ManagedBy', 'cdktf'),
      tag('Name', 'jenkins-server-data'),
    ],
  });
  expect(argumentsAt(config, `data.aws_ebs_volume.${name}_deployed`)).toEqual({
    for_each: `\${toset(data.aws_ebs_volumes.${name}_known.ids)}`,
    filter: [{ name: 'volume-id', values: ['${each.value}'] }],
  });
  const sizes = `[for volume in data.aws_ebs_volume.${name}_deployed : volume.size]`;
  const zones = `[for volume in data.aws_ebs_volume.${name}_deployed : volume.availability_zone]`;
  expect(argumentsAt(config, `aws_ebs_volume.${name}`)['lifecycle']).toEqual({
    prevent_destroy: false,
    ignore_changes: ['snapshot_id'],
    precondition: [
      {
        condition: `\${alltrue([for size in ${sizes} : size <= 20])}`,
        error_message: `dataVolume jenkins-server-data: 20 is smaller than the \${join(", ", ${sizes})} GiB that it has; accepted: that or more, since a volume never shrinks.`,
      },
      {
        condition: `\${alltrue([for zone in ${zones} : zone == "ap-northeast-2a"])}`,
        error_message: `dataVolume jenkins-server-data: is in \${join(", ", ${zones})}, and in ap-northeast-2a it would be a new, empty volume; accepted: the zone that it is in, or dataVolume.snapshotId of a snapshot taken while the server is stopped (docs/changes.md).`,
      },
    ],
  });
});

test('DataVolume of a renamed server is looked for under both names', () => {
  const config = synth(changed({ 'servers.2.name': 'ci-server', 'servers.2.formerly': 'jenkins-server' }));
  const known = argumentsAt(config, 'data.aws_ebs_volumes.data_volumes_ci_server_data_known');
  expect(known['filter']).toContainEqual({
    name: 'tag:Name',
    values: ['ci-server-data', 'jenkins-server-data'],
  });
});

test('DataVolume of a snapshot may be created in another zone, and is never smaller', () => {
  const snapshotId = 'snap-0123456789abcdef0';
  const volume = argumentsAt(
    synth(changed({ 'servers.2.dataVolume.snapshotId': snapshotId })),
    'aws_ebs_volume.data_volumes_jenkins_server_data',
  );
  expect(volume['snapshot_id']).toBe(snapshotId);
  const { precondition } = volume['lifecycle'] as { precondition: { error_message: string }[] };
  expect(precondition.map(({ error_message: message }) => message)).toEqual([
    expect.stringContaining('a volume never shrinks'),
  ]);
});

const volumesOf = (changes: object, base = dev) =>
  [...byAddress(synth(changed({ ...changes }, base)))].filter(([address]) =>
    address.startsWith('aws_ebs_volume.'),
  );

test('DataVolume with an explicit name stays the same when its server is renamed', () => {
  const named = { 'servers.2.dataVolume.name': 'jenkins-home' };
  const before = volumesOf(named);
  expect(before.map(([address]) => address)).toContain('aws_ebs_volume.data_volumes_jenkins_home');
  expect(volumesOf({ ...named, 'servers.2.name': 'ci-server' })).toEqual(before);
});

test('DataVolume resources of prod stay the same when servers are renamed', () => {
  expect(volumesOf({ 'servers.1.name': 'log-server', 'servers.2.name': 'ci-server' }, prod)).toEqual(
    volumesOf({}, prod),
  );
});
