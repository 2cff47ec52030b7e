import { PROOF_MEASURE } from '../../stacks/proof-measure';

/** Required before a synth: prints the milliseconds of its network proofs, and those of the process until now. */
process.on('exit', () => {
  const proofs = performance.getEntriesByName(PROOF_MEASURE);
  const proof = proofs.reduce((sum, { duration }) => sum + duration, 0);
  console.log(JSON.stringify({ proof, whole: performance.now() }));
});
