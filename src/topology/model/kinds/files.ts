import { Unknown } from '../../value';
import { both, either, includes, stated, text, within } from './conditions';
import type { Kind, Kinds, Ports } from './kind';

const FILES: Kind = { subnets: 'subnet_ids', groups: 'security_group_ids' };

/** Ports on which it listens if something is set up that this file does not tell. */
const perhaps = (what: string, ...ports: readonly number[]): Ports => ({
  ports,
  protocols: ['tcp', 'udp'],
  when: ({ owner }) => new Unknown(`whether ${owner.address} serves ${what}`),
});

/** Where FTP sends files. */
const passive = Array.from({ length: 9 }, (_, i) => 8192 + i);

export const FILE_SYSTEMS: Kinds = {
  aws_efs_mount_target: {
    subnets: 'subnet_id',
    groups: 'security_groups',
    port: 2049,
    ipv6: text('ip_address_type', /^(DUAL_STACK|IPV6_ONLY)$/, 'IPV4_ONLY'),
    ipv6Only: text('ip_address_type', /^IPV6_ONLY$/, 'IPV4_ONLY'),
    isIpv6Public: ({ owner }) =>
      new Unknown(`whether the internet reaches the IPv6 address of ${owner.address}`),
  },
  /** @see https://docs.aws.amazon.com/fsx/latest/LustreGuide/limit-access-security-groups.html */
  aws_fsx_lustre_file_system: {
    ...FILES,
    listens: [{ ports: [988, 1018, 1019, 1020, 1021, 1022, 1023] }],
  },
  /** @see https://docs.aws.amazon.com/fsx/latest/WindowsGuide/limit-access-security-groups.html */
  aws_fsx_windows_file_system: {
    ...FILES,
    listens: [{ ports: [445, 5985] }, perhaps('this port', 135, 139)],
  },
  /** @see https://docs.aws.amazon.com/fsx/latest/ONTAPGuide/limit-access-security-groups.html */
  aws_fsx_ontap_file_system: {
    ...FILES,
    listens: [
      { ports: [22, 443] },
      perhaps('NFS', 111, 635, 2049, 4045, 4046, 4049),
      perhaps('SMB', 135, 137, 139, 445),
      perhaps('iSCSI', 3260, 4420, 8009),
      perhaps('this port', 161, 162, 749, 10_000, 11_104, 11_105),
    ],
  },
  /** @see https://docs.aws.amazon.com/fsx/latest/OpenZFSGuide/limit-access-security-groups.html */
  aws_fsx_openzfs_file_system: {
    ...FILES,
    listens: [{ ports: [111, 2049, 20_001, 20_002, 20_003], protocols: ['tcp', 'udp'] }],
  },
  /**
   * Public unless it is in a VPC, where elastic addresses make it public.
   * @see https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html
   */
  aws_transfer_server: {
    block: 'endpoint_details',
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
    isPublic: within(['endpoint_details'], stated('address_allocation_ids')),
    isHosted: text('endpoint_type', /^PUBLIC$/, 'PUBLIC'),
    listens: [
      { ports: [22], when: includes('protocols', 'SFTP', ['SFTP']) },
      {
        ports: [2222, 2223, 22_000],
        when: both(includes('protocols', 'SFTP', ['SFTP']), text('endpoint_type', /^VPC/, 'PUBLIC')),
      },
      { ports: [21, ...passive], when: either(includes('protocols', 'FTP'), includes('protocols', 'FTPS')) },
      { ports: [5080], when: includes('protocols', 'AS2') },
    ],
  },
};
