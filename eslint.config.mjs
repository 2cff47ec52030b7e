import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'cdktf.out', '.gen', '.local', 'node_modules', '**/*.js'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: '@cdktf/provider-aws', message: 'Import by sub-path: the whole provider costs seconds.' },
            { name: '@cdktf/hcl2json', message: 'Use loadHcl2json, so that the process exits at once.' },
          ],
        },
      ],
      // Constructs act by being made, and Testing.synth takes them from their scope.
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/aws/s3.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='S3Client']",
          message: 'Use ownersS3Client: each request must name the owner of the bucket.',
        },
      ],
    },
  },
  {
    files: ['src/{core,net,iam,config,roles,resources,constructs,stacks}/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'process', message: 'Constructs know no process.' }],
    },
  },
);
