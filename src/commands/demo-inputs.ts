import { generateKeyPairSync } from 'node:crypto';

/** An OpenSSH public key that nobody can log in with: its private half is thrown away. RFC 8709. */
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

/** What the operator's variables are on the emulated AWS, unless the shell has its own. The range is for documentation: RFC 5737. */
export const demoInputs = (): Record<string, string> => ({
  TF_VAR_admin_cidrs: process.env['TF_VAR_admin_cidrs'] ?? '["203.0.113.7/32"]',
  TF_VAR_ssh_public_key: process.env['TF_VAR_ssh_public_key'] ?? publicKey(),
});
