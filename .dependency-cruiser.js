// The arrows of the architecture: main and commands -> stacks -> constructs, user-data -> core;
// config, topology, drift -> core.
const arrow = (from, to) => ({
  name: `${from}-knows-only-${to.join('-and-') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^(src|main|__tests__)', pathNot: [`^src/${from}/`, ...to.map((room) => `^src/${room}/`)] },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    arrow('core', []),
    arrow('config', ['core']),
    arrow('topology', ['core']),
    arrow('drift', ['core']),
    arrow('user-data', ['core']),
    arrow('constructs', ['core']),
    arrow('stacks', ['constructs', 'config', 'topology', 'user-data', 'core']),
    arrow('commands', ['stacks', 'config', 'topology', 'drift', 'core']),
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-knows-no-resource',
      severity: 'error',
      from: { path: '^src/(core|config|topology|user-data)/' },
      to: { path: 'node_modules/@cdktf/' },
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
