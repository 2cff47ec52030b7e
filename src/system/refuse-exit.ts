/** Message of the error that `process.exit` throws while it is refused. */
export const EXIT_REFUSED = /^process\.exit\(\) is refused$/;

/**
 * Makes `process.exit` throw until the returned function is called, because code in a configuration file could end the program as if it
 * had done its work.
 */
export function refuseExit(): () => void {
  const { exit } = process;
  process.exit = () => {
    throw new Error('process.exit() is refused');
  };
  return () => {
    process.exit = exit;
  };
}
