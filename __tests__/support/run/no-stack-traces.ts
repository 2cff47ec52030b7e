// CDKTF captures a stack trace for each token, and Jest maps each line to source, which takes most of a synth's time. The second module
// is that of CDK Terrain.
jest.mock('cdktf/lib/tokens/private/stack-trace', () => ({
  captureStackTrace: () => [],
  captureCreationStack: () => [],
}));
