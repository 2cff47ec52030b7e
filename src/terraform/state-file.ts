import { isExplained } from '../core/errors';
import { readSnapshot, type StateSnapshot } from './state-snapshot';

/** Reads a state that may be damaged. Returns the problem, as the end of a sentence, if it cannot be read. */
export function readState(text: string): StateSnapshot | string {
  try {
    return readSnapshot(text, 'state') ?? 'is empty';
  } catch (error) {
    if (!(isExplained(error) || error instanceof TypeError)) throw error;
    return isJson(text) ? 'is no state' : 'is not JSON';
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Replaces the serial, and keeps every other byte. */
export const withSerial = (text: string, serial: number): string =>
  text.replace(/^(\s*\{[^{]*?"serial":\s*)\d+/, `$1${serial}`);

/** Compares two states by address: `+` only in the first, `-` only in the second, `~` different attributes. */
export function differences(state: StateSnapshot, other: StateSnapshot): string[] {
  const addresses = [...new Set([...state.attributes.keys(), ...other.attributes.keys()])].sort();
  return addresses.flatMap((address) => {
    const [here, there] = [state.attributes.get(address), other.attributes.get(address)];
    if (here === there) return [];
    if (there === undefined) return [`+ ${address}`];
    return [`${here === undefined ? '-' : '~'} ${address}`];
  });
}
