import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { tool } from '../processes/tools';

/** A user of the system without privileges: servers of databases refuse root, or should. */
export const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Writes `ca.pem`, `server.pem` with `server.key` for 127.0.0.1, and `other.pem` of another authority. */
export function writeCertificates(folder: string): void {
  const openssl = (...parameters: string[]) => {
    const { status, stderr } = spawnSync(tool('openssl'), parameters, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  const key = (name: string) => ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`];
  for (const name of ['ca', 'other'])
    openssl('req', '-x509', ...key(name), '-out', `${name}.pem`, '-days', '2', '-subj', `/CN=${name}`);
  openssl('req', ...key('server'), '-out', 'server.csr', '-subj', '/CN=127.0.0.1');
  writeFileSync(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1,DNS:127.0.0.1');
  const signer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
  openssl(
    ...['x509', '-req', '-in', 'server.csr', ...signer, '-out', 'server.pem'],
    ...['-days', '2', '-extfile', 'names'],
  );
}

/** Gives a file or directory to the user who runs the server, and lets it in where its parents are root's. */
export function giveToServer(folder: string, path: string): void {
  if (!NOBODY) return;
  for (const parent of [folder, dirname(folder), dirname(dirname(folder))])
    if (parent.includes('devloop-')) chmodSync(parent, 0o711);
  chownSync(path, NOBODY.uid, NOBODY.gid);
}
