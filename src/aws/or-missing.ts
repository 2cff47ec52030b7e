/** Answer of a request; undefined if AWS returns this error, e.g. because the resource does not exist. */
export async function orMissing<Answer>(
  request: Promise<Answer>,
  errorName: string,
): Promise<Answer | undefined> {
  try {
    return await request;
  } catch (error) {
    if ((error as Error).name !== errorName) throw error;
    return undefined;
  }
}
