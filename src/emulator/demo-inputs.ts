import { generateKeyPairSync } from 'node:crypto';
import type { Environment } from '../config';

/** A valid OpenSSH public key without a private key. RFC 8709. */
function publicKey(): string {
  const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  const parts = [Buffer.from('ssh-ed25519'), Buffer.from(x, 'base64url')];
  const blob = parts.flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, part];
  });
  return `ssh-ed25519 ${Buffer.concat(blob).toString('base64')} devloop-local`;
}

/** Input variables for the emulated account, unless they are set. The CIDR block is reserved for documentation: RFC 5737. */
export const demoInputs = (): Record<string, string> => ({
  TF_VAR_admin_cidrs: process.env['TF_VAR_admin_cidrs'] ?? '["203.0.113.7/32"]',
  // Reserved for documentation: RFC 2606.
  TF_VAR_alarm_email: process.env['TF_VAR_alarm_email'] ?? 'ops@example.com',
  // No emulated server pulls the image.
  TF_VAR_app_image:
    process.env['TF_VAR_app_image'] ?? '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/devloop:1.0.0',
  TF_VAR_ssh_public_key: process.env['TF_VAR_ssh_public_key'] ?? publicKey(),
});

/** Images of the containers that have a name for theirs, unless they are set. */
export function demoImages({ servers }: Pick<Environment, 'servers'>): Record<string, string> {
  const names = servers.flatMap(({ container, canary }) =>
    [container?.image ?? [], canary?.image ?? []].flat(),
  );
  const images = Object.fromEntries(names.map((name) => [name, `${name}:1.0.0`]));
  return names.length === 0 ? {} : { TF_VAR_images: process.env['TF_VAR_images'] ?? JSON.stringify(images) };
}
