import { EbsVolume } from '@cdktf/provider-aws/lib/ebs-volume';
import { VolumeAttachment } from '@cdktf/provider-aws/lib/volume-attachment';
import { dev } from '../../src/config/environments/dev';
import { prod } from '../../src/config/environments/prod';
import { changed } from '../support/environments';
import { argumentsAt, byAddress, ofType, synth, synthText, waitsFor } from '../support/synth';

test('a volume of its own, encrypted, in the zone of its server, attached by name', () => {
  const stack = synthText(dev);
  expect(stack).toHaveResourceWithProperties(EbsVolume, {
    availability_zone: 'ap-northeast-2c',
    type: 'gp3',
    size: 50,
    encrypted: true,
    final_snapshot: true,
    tags: { Name: 'elk-server-data' },
    lifecycle: { prevent_destroy: false },
  });
  expect(stack).toHaveResourceWithProperties(VolumeAttachment, {
    device_name: '/dev/sdf',
    volume_id: '${aws_ebs_volume.data_volumes_elk_server_data.id}',
    instance_id: '${aws_instance.servers_elk_server.id}',
    stop_instance_before_detaching: true,
  });
});

test('Terraform refuses to destroy those of prod', () => {
  const volumes = Object.values(ofType(synth(prod), 'aws_ebs_volume'));
  expect(volumes.map(({ lifecycle }) => lifecycle)).toEqual([
    { prevent_destroy: true },
    { prevent_destroy: true },
  ]);
});

test('a volume waits for no server, and a server for its volume alone', () => {
  const config = synth(dev);
  expect(waitsFor(config, 'aws_ebs_volume.data_volumes_jenkins_server_data')).toEqual([]);
  expect(waitsFor(config, 'aws_instance.servers_jenkins_server')).toContain(
    'aws_ebs_volume.data_volumes_jenkins_server_data',
  );
});

test('the plan asks AWS for the size, and refuses a smaller one', () => {
  const config = synth(dev);
  const deployed = 'data.aws_ebs_volume.data_volumes_jenkins_server_data_deployed';
  expect(argumentsAt(config, deployed)).toEqual({
    filter: [{ name: 'volume-id', values: ['${aws_ebs_volume.data_volumes_jenkins_server_data.id}'] }],
  });
  const attachment = 'aws_volume_attachment.data_volumes_jenkins_server_data_attachment';
  expect(argumentsAt(config, attachment)['lifecycle']).toEqual({
    precondition: [
      {
        condition: `\${${deployed}.size <= 20}`,
        error_message: `dataVolume jenkins-server-data: 20 is smaller than the \${${deployed}.size} GiB that it has; accepted: \${${deployed}.size} or more, since a volume never shrinks.`,
      },
    ],
  });
});

test('a volume with a name of its own goes along when its server is renamed', () => {
  const named = { 'servers.2.dataVolume.name': 'jenkins-home' };
  const volumesOf = (changes: object) =>
    [...byAddress(synth(changed({ ...named, ...changes })))].filter(([address]) =>
      address.startsWith('aws_ebs_volume.'),
    );
  const before = volumesOf({});
  expect(before.map(([address]) => address)).toContain('aws_ebs_volume.data_volumes_jenkins_home');
  expect(volumesOf({ 'servers.2.name': 'ci-server' })).toEqual(before);
});
