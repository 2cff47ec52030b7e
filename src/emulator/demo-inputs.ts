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
  // A repository of the emulated account. Nothing pulls it: emulated servers run nothing.
  TF_VAR_app_image:
    process.env['TF_VAR_app_image'] ?? '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/devloop:1.0.0',
  TF_VAR_ssh_public_key: process.env['TF_VAR_ssh_public_key'] ?? publicKey(),
});
