import { describe, expect, test } from 'vitest';
import { type ConnectionParams, connectionError } from '../../../src-main/hosts/connection-params.ts';
import { connection } from '../../../src-main/messages/en/connection.ts';
import { en } from '../../../src-main/messages/en/index.ts';
import { createMessages } from '../../../src-main/messages/messages.ts';
import {
  CONNECTION_CODES,
  type ConnectionCode,
  type ConnectionPhase,
} from '../../../src-main/model/connection-error.ts';

const key = { host: 'mid1', keyType: 'ssh-ed25519', fingerprint: 'SHA256:abc' };
const SAMPLES: ConnectionParams = {
  'name-unknown': { host: 'mid1' },
  refused: { host: 'mid1', port: 22 },
  timeout: { host: 'mid1', port: 22, seconds: 15 },
  lost: { host: 'mid1', why: 'reset' },
  'not-ssh': { host: 'mid1', port: 80, said: 'HTTP' },
  'no-shell': { host: 'mid1', user: 'jo', said: 'no' },
  algorithms: { host: 'mid1', kind: 'KEX method', theirs: 'a', ours: 'b' },
  'host-key-unknown': key,
  'host-key-changed': { ...key, known: 'SHA256:old', file: '/known_hosts', line: 3 },
  'host-key-revoked': { ...key, file: '/known_hosts', line: 3 },
  'auth-failed': { host: 'mid1', user: 'jo', tried: 'password', offered: 'password' },
  'account-refused': { host: 'mid1', user: 'jo', said: 'Your account has expired.' },
  'key-unreadable': { host: 'mid1', file: '/key', why: 'it is not there' },
  passphrase: { host: 'mid1', file: '/key' },
  agent: { host: 'mid1', socket: '/sock', why: 'gone' },
  'certificate-unsupported': { host: 'mid1', what: 'the certificate /key-cert.pub' },
  ticket: { host: 'mid1', user: 'jo', why: 'Ticket expired' },
  'too-many-attempts': { host: 'mid1', user: 'jo', tried: 'password' },
  'sudo-denied': { host: 'mid1', user: 'jo', become: 'root', said: 'no' },
  'sudo-password': { host: 'mid1', user: 'jo', become: 'root', owner: 'jo' },
  'polkit-denied': { host: 'this computer', user: 'jo', become: 'root', said: 'Not authorized' },
  'polkit-dismissed': { host: 'this computer', user: 'jo', become: 'root', said: 'Request dismissed' },
  'polkit-no-agent': { host: 'this computer', user: 'jo', become: 'root', said: 'No authentication agent found.' },
  'config-invalid': { where: 'the address', why: 'names no host' },
  cancelled: { host: 'mid1' },
  'prompt-needed': { host: 'mid1', prompt: 'password', answer: 'MIDUP_PASSWORD' },
  failed: { host: 'mid1', why: 'something' },
};
const PHASES: readonly ConnectionPhase[] = [
  'config',
  'resolve',
  'tcp',
  'banner',
  'key-exchange',
  'host-key',
  'auth',
  'shell',
  'sudo',
  'run',
];

describe('every way of not getting in', () => {
  test.for(CONNECTION_CODES)(
    '%s has a sentence in every phase, with its values, and a way on',
    (code: ConnectionCode) => {
      for (const phase of PHASES) {
        const text = createMessages(en).connection(connectionError(code, phase, SAMPLES[code]));
        const all = [text.title, text.message, ...text.next];
        expect(all.join('\n')).not.toMatch(/\[\w+\]|[{}]|undefined|!/);
        expect(text.next.length).toBeGreaterThan(0);
        for (const sentence of text.next) expect(sentence).toMatch(/\.$/);
      }
    },
  );

  test('a phase that is left at says so where it matters', () => {
    const say = (phase: ConnectionPhase) =>
      createMessages(en).connection(connectionError('timeout', phase, SAMPLES.timeout)).message;
    expect(new Set(PHASES.map(say)).size).toBe(PHASES.length);
    expect(connection.timeout.byPhase?.banner).toMatch(/said nothing/);
  });
});
