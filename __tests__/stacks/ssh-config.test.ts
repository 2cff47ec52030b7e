import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { dev, prod } from '../support/fixtures/configured';
import { describeWithTools } from '../support/processes/tools';
import { synth } from '../support/fixtures/synth';

const folder = mkdtempSync(join(tmpdir(), 'ssh-config-'));
const file = join(folder, 'config');
afterAll(() => rmSync(folder, { recursive: true }));

/** What Terraform makes of an output: every attribute an address, an endpoint with its port, and `$${` its escape of `${`. */
const rendered = (environment: typeof dev): string =>
  String(synth(environment).output['ssh_config']?.value)
    .replace(/(?<!\$)\$\{[^}]*\.endpoint\}/g, 'database.example.com:3306')
    .replace(/(?<!\$)\$\{[^}]*\}/g, '203.0.113.7')
    .replaceAll('$${', '${');

/** What OpenSSH would do for a host, with the files of both environments included in a user's own. */
function settingsOf(host: string): Readonly<Record<string, string>> {
  const { stdout } = execaSync('ssh', ['-G', '-F', file, host]);
  return Object.fromEntries(
    stdout.split('\n').map((line) => [line.split(' ')[0], line.split(' ').slice(1).join(' ')]),
  );
}

describeWithTools(['ssh'], 'The SSH configurations of two environments', () => {
  beforeAll(() => writeFileSync(file, [rendered(dev), rendered(prod), 'Host 10.*\n  User me\n'].join('\n')));

  test.each(['dev', 'prod'])('lead to servers of %s through its own bastion', (name) => {
    const server = settingsOf(`devloop-${name}-jenkins-server`);
    expect(server['proxyjump']).toBe(`devloop-${name}-bastion-server`);
    expect(server['hostkeyalias']).toBe(`devloop-${name}-jenkins-server-203.0.113.7`);
    expect(settingsOf(`devloop-${name}-bastion-server`)['hostname']).toBe('203.0.113.7');
  });

  test('forward the database through a server that may connect to it', () => {
    expect(settingsOf('devloop-dev-devloop-server')['localforward']).toBe('3306 [database.example.com]:3306');
  });

  test('lead to instances of a group by address', () => {
    const { proxycommand = '', userknownhostsfile } = settingsOf('devloop-prod-10.0.16.7');
    expect(userknownhostsfile).toBe('/dev/null');
    // A program of that name tells what it is asked for.
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'ssh'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
    const command = proxycommand.replace('%n', 'devloop-prod-10.0.16.7').replace('%p', '22');
    const { stdout } = execaSync('sh', ['-c', command], { env: { PATH: `${bin}:${process.env['PATH']}` } });
    expect(stdout).toBe('-W 10.0.16.7:22 devloop-prod-bastion-server');
  });

  test.each([
    '10.0.16.7',
    'bastion-server',
    'jenkins-server',
    'devloop-dev-10.0.16.7',
    'devloop-prod-10.0.200.7',
  ])('leave %s alone', (host) => {
    const { proxyjump, proxycommand, user, userknownhostsfile } = settingsOf(host);
    expect({ proxyjump, proxycommand }).toEqual({});
    expect(userknownhostsfile).toContain('known_hosts');
    expect(user).not.toBe('ec2-user');
  });
});
