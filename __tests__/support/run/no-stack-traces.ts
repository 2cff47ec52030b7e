// CDKTF takes a stack trace for every token; Jest looks each line of it up in source maps, which is most of a synth's time.
// The second is CDK Terrain's.
jest.mock('cdktf/lib/tokens/private/stack-trace', () => ({
  captureStackTrace: () => [],
  captureCreationStack: () => [],
}));
