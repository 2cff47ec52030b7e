import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { IMAGES_FILE, readImages } from '../../roles/images';
import { parseReference, publishedImage, registryUrl } from './registry';

const DAY = 24 * 60 * 60 * 1000;

/** An image of `src/roles/images/compose.yaml`. */
export interface Pin {
  readonly name: string;
  /** `name:tag`, or `name:tag@digest`. */
  readonly image: string;
  readonly pinned: boolean;
  readonly asOf: string;
  /** Days since then. */
  readonly age: number;
  readonly source: string;
}

export interface PinChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface PinOptions {
  /** @default that of the project */
  readonly file?: string;
  /** @default now */
  readonly today?: Date;
}

export interface UpdateOptions extends PinOptions {
  /** Address of a registry's API. @default its own */
  readonly urlOf?: (registry: string) => string;
  readonly signal?: AbortSignal | undefined;
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** The images, with the age of what is known of them. */
export function readPins({ file = IMAGES_FILE, today = new Date() }: PinOptions = {}): Pin[] {
  return [...readImages(readFileSync(file, 'utf8'))].map(([name, { reference, asOf, source }]) => ({
    name,
    image: reference,
    pinned: reference.includes('@'),
    asOf,
    age: Math.floor((today.getTime() - Date.parse(asOf)) / DAY),
    source,
  }));
}

/** Images without a digest, and those that are older than a number of days. */
export const stalePins = (pins: readonly Pin[], days: number): Pin[] =>
  pins.filter(({ pinned, age }) => !pinned || age > days);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Replaces what stands below the image of a service. */
const entry = (text: string, name: string, lines: readonly string[]): string =>
  text.replace(
    new RegExp(`^( {2}${escaped(name)}:\\n)(?: {4}(?:image|x-[a-z-]+): .*\\n?)+`, 'm'),
    (_, head: string) => `${head}${lines.map((line) => `    ${line}\n`).join('')}`,
  );

/**
 * Writes the digest and the architectures that registries have now for each tag, after all of them have answered.
 *
 * @throws OperationError REGISTRY; the file is unchanged then
 */
export async function updatePins(options: UpdateOptions = {}): Promise<PinChange[]> {
  const { file = IMAGES_FILE, today = new Date(), urlOf = registryUrl, signal } = options;
  const before = readFileSync(file, 'utf8');
  const changes: PinChange[] = [];
  let text = before;
  for (const [name, { reference }] of readImages(before)) {
    const tag = parseReference(reference);
    const { digest, architectures } = await publishedImage(tag, urlOf(tag.registry), signal);
    const after = `${reference.replace(/@.*$/, '')}@${digest}`;
    text = entry(text, name, [
      `image: ${after}`,
      `x-architectures: ${architectures.join(' ')}`,
      `x-as-of: ${dayOf(today)}`,
      `x-source: ${tag.registry}`,
    ]);
    if (after !== reference) changes.push({ name, before: reference, after });
  }
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
  return changes;
}
