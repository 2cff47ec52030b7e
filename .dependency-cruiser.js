// The arrows of the architecture: a room may import the rooms that it names, and what those may import.
const rooms = {
  cli: [
    'cost',
    'drift',
    'preflight',
    'rollout',
    'drill',
    'state',
    'hcp',
    'emulator',
    'github',
    'reach',
    'review',
    'drawing',
    'tools',
  ],
  cost: ['resources', 'catalog', 'net', 'system'],
  tools: ['cost', 'preflight', 'terraform', 'emulator', 'topology'],
  review: ['cost', 'plan', 'topology'],
  drift: ['plan', 'state', 'hcp', 'terraform', 'aws', 'resources', 'stacks'],
  preflight: ['state', 'terraform', 'aws', 'resources', 'stacks'],
  rollout: ['plan', 'terraform', 'aws'],
  drill: ['terraform', 'aws'],
  emulator: ['state', 'terraform', 'system'],
  state: ['hcp', 'terraform', 'aws', 'resources', 'stacks'],
  hcp: ['terraform'],
  reach: ['topology'],
  drawing: ['topology'],
  github: ['config', 'iam'],
  terraform: ['stacks', 'system'],
  stacks: ['constructs', 'roles', 'topology', 'config', 'resources', 'iam'],
  constructs: ['roles', 'iam', 'net', 'catalog'],
  config: ['roles', 'iam', 'net', 'catalog'],
  resources: ['aws', 'catalog', 'iam'],
  roles: ['iam', 'system', 'net', 'catalog'],
  plan: ['core'],
  topology: ['net'],
  iam: ['net'],
  aws: ['core'],
  system: ['core'],
  net: ['core'],
  catalog: ['core'],
  core: [],
};

const beneath = (room, seen = new Set()) => {
  for (const next of rooms[room]) if (!seen.has(next)) beneath(next, seen.add(next));
  return seen;
};

const arrow = (room) => ({
  name: `${room}-knows-${[...beneath(room)].join('-and-') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: {
    path: '^(src|main|__tests__|testing)',
    pathNot: [room, ...beneath(room)].map((name) => `^src/${name}/`),
  },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.keys(rooms).map(arrow),
    {
      name: 'every-room-has-arrows',
      severity: 'error',
      from: { path: '^src/', pathNot: Object.keys(rooms).map((room) => `^src/${room}/`) },
      to: {},
    },
    {
      name: 'environments-are-read-from-their-list',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/config/environments/' },
      to: { path: '^src/config/environments/(?!index)' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-rooms-know-no-resource',
      severity: 'error',
      from: { path: '^src/(core|catalog|net|config|topology|roles|iam|resources)/' },
      to: { path: 'node_modules/@cdktf/provider-aws' },
    },
    {
      name: 'constructs-know-no-environment',
      severity: 'error',
      from: { path: '^src/(constructs|stacks)/' },
      to: { path: '^(node:)?(fs|os|process|child_process)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
