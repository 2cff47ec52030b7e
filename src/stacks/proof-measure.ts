/** Name of the network proofs in the timeline of a process, which the benchmark reads. W3C: "User Timing". */
export const PROOF_MEASURE = 'network proof';
