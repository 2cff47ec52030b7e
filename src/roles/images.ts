import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES_DIR } from '../system/paths';

/** Container images of roles, in `images/compose.yaml`. */
export type ImageName = 'dind' | 'docker' | 'elasticsearch' | 'filebeat' | 'jenkins' | 'kibana' | 'logstash';

export interface ContainerImage {
  /** `name:tag` or `name:tag@digest`. */
  readonly reference: string;
  /** Architectures that the image is built for, as Docker names them. */
  readonly architectures: readonly string[];
  /** Day on which the digest was read, or the tag chosen: ISO 8601. */
  readonly asOf: string;
  /** Where the digest was read: the registry, or what else told it; `none` without a digest. */
  readonly source: string;
}

const SERVICE =
  /^ {2}(\w+):\n {4}image: (\S+)\n {4}x-architectures: (.+)\n {4}x-as-of: (\d{4}-\d\d-\d\d)\n {4}x-source: (.+)$/gm;

/** A reference with a tag, and optionally the SHA-256 digest of the image or of its list of architectures. Docker: "Image references". */
const REFERENCE = /^[a-z0-9][a-z0-9._/-]*:[\w][\w.-]{0,127}(@sha256:[0-9a-f]{64})?$/;

/** Reads images from the text of a Compose file. @throws Error if a reference has no tag, or an invalid digest */
export function readImages(text: string): ReadonlyMap<string, ContainerImage> {
  const images = [...text.matchAll(SERVICE)].map(([, name = '', reference = '', ...rest]) => {
    const [architectures = '', asOf = '', source = ''] = rest;
    if (!REFERENCE.test(reference))
      throw new Error(`images/compose.yaml: ${reference} is not name:tag or name:tag@sha256:…`);
    return [name, { reference, architectures: architectures.split(' '), asOf, source }] as const;
  });
  return new Map(images);
}

export const IMAGES_FILE = join(ROLES_DIR, 'images', 'compose.yaml');

const IMAGES = readImages(readFileSync(IMAGES_FILE, 'utf8'));

/** An image of a role. @throws Error if the file has none of this name */
export function imageOf(name: ImageName): ContainerImage {
  const image = IMAGES.get(name);
  if (!image) throw new Error(`images/compose.yaml has no ${name}`);
  return image;
}

/** Placeholder values with the references of images, by name: `{{jenkinsImage}}`. */
export const imageValues = (...names: readonly ImageName[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [`${name}Image`, imageOf(name).reference]));
