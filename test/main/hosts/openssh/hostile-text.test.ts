import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endMark } from '../../../../src-main/hosts/end-mark.ts';
import { configFile } from '../../../../src-main/hosts/openssh/config-file.ts';
import { failureOf } from '../../../../src-main/hosts/openssh/failure.ts';
import { readQuestion } from '../../../../src-main/hosts/openssh/questions.ts';
import { createTranscript } from '../../../../src-main/hosts/openssh/transcript.ts';
import { resolveSettings } from '../../../../src-main/hosts/ssh/config/resolve.ts';
import { CONNECTION_CODES } from '../../../../src-main/model/connection-error.ts';

const MARK = `midup-end-${'0123456789abcdef'.repeat(2)}`;
const where = { host: 'mid1', user: 'jo' };

/** The text in pieces, cut where the numbers say. */
const pieces = (text: string, cuts: readonly number[]): Buffer[] => {
  const data = Buffer.from(text);
  const at = [0, ...cuts.map((cut) => cut % (data.length + 1)).sort((a, b) => a - b), data.length];
  return at.slice(1).map((end, i) => data.subarray(at[i], end));
};

describe('the mark at the end of standard error', () => {
  const noise = fc.string({ unit: fc.constantFrom('m', 'midup-', 'midup-end-0', '\n', ' 7', 'é'), maxLength: 12 });
  test('is taken out wherever it is cut, and nothing else is', () => {
    fc.assert(
      fc.property(noise, noise, fc.array(fc.nat(200), { maxLength: 6 }), fc.nat(255), (a, b, cuts, status) => {
        let told = -1;
        const filter = endMark(MARK, (given) => {
          told = given;
        });
        const out = pieces(`${a}${MARK} ${status}\n${b}`, cuts).map((chunk) => Buffer.from(filter.push(chunk)));
        expect(Buffer.concat([...out, filter.rest()]).toString()).toBe(a + b);
        expect(told).toBe(status);
      }),
    );
  });

  test('without it, everything passes', () => {
    fc.assert(
      fc.property(noise, fc.array(fc.nat(200), { maxLength: 6 }), (text, cuts) => {
        const filter = endMark(MARK, () => expect.unreachable());
        const out = pieces(text, cuts).map((chunk) => Buffer.from(filter.push(chunk)));
        expect(Buffer.concat([...out, filter.rest()]).toString()).toBe(text);
      }),
    );
  });
});

describe('questions of ssh', () => {
  const ask = (text: string, hint = '') => readQuestion({ hint, text }, where);
  const key = `The authenticity of host '[mid1]:2222 ([10.0.0.1]:2222)' can't be established.
ED25519 key fingerprint is SHA256:7SAbsqMhm5lnQV1vKfgvvc7svlDIJkSx0kvPHYQ6w7o.
This key is not known by any other names.
Are you sure you want to continue connecting (yes/no/[fingerprint])? `;

  test('are recognised', () => {
    expect(ask(key)).toEqual({
      kind: 'host-key',
      name: '[mid1]:2222',
      keyType: 'ED25519',
      fingerprint: 'SHA256:7SAbsqMhm5lnQV1vKfgvvc7svlDIJkSx0kvPHYQ6w7o',
    });
    expect(ask("jo@mid1's password: ")).toMatchObject({ request: { kind: 'password', user: 'jo', host: 'mid1' } });
    expect(ask("jo@corp@mid1's password: ")).toMatchObject({ request: { user: 'jo@corp', host: 'mid1' } });
    expect(ask('(jo@mid1) Password: ')).toMatchObject({ request: { kind: 'password', user: 'jo' } });
    expect(ask('(jo@mid1) One-time password: ')).toMatchObject({
      request: { kind: 'interactive', fields: [{ label: 'One-time password:', echo: false }] },
    });
    expect(ask("Enter passphrase for key '/home/jo/my key': ")).toMatchObject({
      request: { kind: 'passphrase', file: '/home/jo/my key' },
    });
    expect(ask('Enter PIN for ED25519-SK key /home/jo/.ssh/id_ed25519_sk: ')).toMatchObject({
      request: { kind: 'security-key', wants: 'pin' },
    });
    expect(ask('Confirm user presence for key ED25519-SK SHA256:abc', 'none')).toMatchObject({
      request: { kind: 'security-key', wants: 'touch', key: 'ED25519-SK SHA256:abc' },
    });
  });

  test('a question of yes or no that shows no key is never answered with yes', () => {
    expect(ask(key.replace('SHA256:', 'MD5:'))).toEqual({ kind: 'refuse' });
    expect(ask('Something odd. Are you sure you want to continue connecting (yes/no)? ')).toEqual({ kind: 'refuse' });
    expect(ask('Allow use of key ada@acme?', 'confirm')).toEqual({ kind: 'refuse' });
    expect(ask("Please type 'yes', 'no' or the fingerprint: ")).toEqual({ kind: 'refuse' });
  });

  test('what a host itself wants to have answered with yes is asked', () => {
    expect(ask('(jo@mid1) These are our terms.\nDo you agree (yes/no)? ')).toMatchObject({
      kind: 'ask',
      request: { instruction: 'These are our terms.', fields: [{ label: 'Do you agree (yes/no)?' }] },
    });
  });

  test('a server that words its own question like a host key gets no yes', () => {
    expect(ask(`(jo@mid1) ${key}`).kind).not.toBe('host-key');
  });

  test('whatever is asked, what is shown is short and printable', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 800 }),
        fc.constantFrom('', 'none', 'confirm'),
        (text, hint) => {
          const question = ask(text, hint);
          if (question.kind !== 'ask' || question.request.kind !== 'interactive') return;
          const { title, fields } = question.request;
          const shown = [title, ...fields.map((field) => field.label)].join('');
          expect(shown.length).toBeLessThanOrEqual(200);
          expect(shown).not.toMatch(/[\u0000-\u001f\u202e]/);
        },
      ),
    );
  });
});

describe('what ssh says', () => {
  test('is kept in bounds, and any of it is some error', () => {
    const word = fc.constantFrom(
      'Permission denied (',
      'publickey',
      ')',
      'REMOTE HOST IDENTIFICATION HAS CHANGED',
      'Offending ED25519 key in /nonexistent:3',
      'no matching x found. Their offer: ',
      'debug1: Offering public key: ',
      '\n',
      '\r',
      '\u001b[2J',
      'Load key "x": y',
      'timed out',
    );
    fc.assert(
      fc.property(fc.string({ unit: word, maxLength: 30 }), (text) => {
        const transcript = createTranscript(() => undefined);
        transcript.push(Buffer.from(`${text}\n`));
        const login = { ...where, port: 22, phase: 'auth', seconds: 15, byCommand: false, transcript } as const;
        const error = failureOf(login);
        expect(CONNECTION_CODES).toContain(error.code);
        expect(JSON.stringify(error.params)).not.toMatch(/\\u001b|\\n/);
      }),
    );
  });

  test('endless lines and an endless line do not pile up', () => {
    const transcript = createTranscript(() => undefined);
    for (let i = 0; i < 2000; i++) transcript.push(Buffer.from('x'.repeat(5000) + (i % 2 ? '\n' : '')));
    for (let i = 0; i < 2000; i++)
      transcript.push(Buffer.from(`debug1: Offering public key: k${i} ED25519 SHA256:x\n`));
    expect(transcript.said.length).toBeLessThanOrEqual(200);
    expect(transcript.said.join('').length).toBeLessThanOrEqual(200 * 2000);
    expect(transcript.tried.length).toBeLessThanOrEqual(50);
  });
});

describe('the configuration that ssh is given', () => {
  const settings = (host: string) =>
    resolveSettings({ host }, { home: '/h', env: {}, files: [], exec: async () => false });
  const made = async (more: object, identityFiles: string[] = []) =>
    configFile({
      target: { kind: 'ssh', address: 'mid1', identityFiles },
      route: [{ ...(await settings('mid1')), ...more }],
      home: '/h',
      learned: '/t/known',
      onlyNamed: false,
    });

  test('asks where the user would not, keeps what is stricter', async () => {
    for (const weak of ['no', 'off', 'accept-new', 'ask'])
      expect(await made({ strictHostKeyChecking: weak })).toContain('\nStrictHostKeyChecking ask\n');
    expect(await made({ strictHostKeyChecking: 'yes' })).toContain('\nStrictHostKeyChecking yes\n');
    expect(await made({ serverAliveInterval: 2 })).toContain('\nServerAliveInterval 2\n');
    expect(await made({ serverAliveInterval: 60 })).toContain('\nServerAliveInterval 4\n');
    expect(await made({ serverAliveInterval: 0 })).toContain('\nServerAliveInterval 4\n');
  });

  test('file names are names: no token, no variable, no further line', async () => {
    expect(await made({}, ['~/my %h key'])).toContain('IdentityFile "/h/my %%h key"\n');
    for (const name of ['a"b', 'a\nProxyCommand x', ['$', '{HOME}/x'].join(''), 'a\\b'])
      await expect(made({}, [name])).rejects.toMatchObject({ code: 'config-invalid' });
  });
});
