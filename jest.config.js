// Libraries that ship ES modules only: Jest runs CommonJS, so they are transformed like our own source.
const esmOnly = [
  'execa',
  '@sindresorhus/.*',
  'figures',
  'get-stream',
  'human-signals',
  'is-plain-obj',
  'is-stream',
  'is-unicode-supported',
  'npm-run-path',
  'path-key',
  'parse-ms',
  'pretty-ms',
  'strip-final-newline',
  'unicorn-magic',
  'yoctocolors',
  'signal-exit',
  '@sec-ant/.*',
].join('|');

/** @type {import('jest').Config} */
const base = {
  testEnvironment: 'node',
  transform: { '^.+\\.[jt]s$': ['ts-jest', { tsconfig: { allowJs: true, isolatedModules: true } }] },
  transformIgnorePatterns: [`/node_modules/(?!(?:${esmOnly})/)`],
  setupFilesAfterEnv: ['<rootDir>/__tests__/support/run/no-stack-traces.ts'],
  modulePathIgnorePatterns: ['<rootDir>/(?:dist|cdktf.out|.local)/'],
};

/** @type {import('jest').Config} */
module.exports = {
  reporters: ['default', '<rootDir>/__tests__/support/run/totals-reporter.js'],
  globalSetup: '<rootDir>/__tests__/support/run/setup.js',
  globalTeardown: '<rootDir>/__tests__/support/run/teardown.js',
  testSequencer: '<rootDir>/__tests__/support/run/longest-first.js',
  // End-to-end suites wait more than they work.
  maxWorkers: 4,
  // For tests that start a program while others deploy.
  testTimeout: 60_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['**/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/__tests__/(?:e2e|boot|scan)/'],
      // As `src/config` imports it: unit tests are about environments of their own, not those that people edit.
      moduleNameMapper: {
        '^\\./environments/index$': '<rootDir>/__tests__/support/fixtures/configured/environments/index.ts',
      },
    },
    { ...base, displayName: 'e2e', testMatch: ['**/__tests__/e2e/**/*.test.ts'] },
    { ...base, displayName: 'scan', testMatch: ['**/__tests__/scan/**/*.test.ts'] },
    { ...base, displayName: 'boot', testMatch: ['**/__tests__/boot/**/*.test.ts'] },
  ],
};
