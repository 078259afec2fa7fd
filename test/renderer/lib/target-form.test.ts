import { expect, test } from 'vitest';
import { type Target, targetSchema } from '../../../src-main/model/target.ts';
import { formOf, hasOptions, targetOf } from '../../../src-renderer/lib/target-form.ts';

const targets: readonly Target[] = [
  { kind: 'local' },
  { kind: 'local', agentDir: '/srv/mid/agent', sudo: true, becomeUser: 'mid' },
  { kind: 'local', sudo: true, polkit: true },
  { kind: 'local', midName: 'mid ber 02' },
  { kind: 'ssh', address: 'ops@mid:2222' },
  {
    kind: 'ssh',
    address: '[2001:db8::1]:22',
    user: 'ops',
    identityFiles: ['/a', '/b'],
    jumps: ['one', 'two'],
    knownHostsFile: '/k',
    client: 'openssh',
    sudo: true,
    agentDir: '/opt/agent',
  },
  { kind: 'evidence', file: '~/mid ber.json' },
];

test.each(targets)('%j comes back from the form as it went in, and fits the contract', (target) => {
  const result = targetOf(formOf(target));
  expect(result).toEqual({ target });
  expect(targetSchema.parse('target' in result ? result.target : null)).toEqual(target);
});

test('text is trimmed, and what is empty is left out', () => {
  const form = { ...formOf(null), address: ' mid ', jumps: ' one , ,two ', user: '  ', agentDir: ' /a b ' };
  expect(targetOf(form)).toEqual({
    target: { kind: 'ssh', address: 'mid', jumps: ['one', 'two'], agentDir: '/a b' },
  });
});

test('a user to look as means nothing without sudo', () => {
  expect(targetOf({ ...formOf({ kind: 'local' }), becomeUser: 'mid' })).toEqual({ target: { kind: 'local' } });
});

test.each([
  [{ address: '  ' }, { field: 'address', why: 'missing' }],
  [{ address: 'mid ber' }, { field: 'address', why: 'spaces' }],
  [{ address: 'root@' }, { field: 'address', why: 'no-host' }],
  [{ address: '@mid' }, { field: 'address', why: 'no-user' }],
  [{ address: 'mid:ssh' }, { field: 'address', why: 'no-port' }],
  [{ address: '[mid]' }, { field: 'address', why: 'brackets' }],
  [{ address: 'https://mid/x' }, { field: 'address', why: 'not-a-host' }],
  [{ address: '-l@mid' }, { field: 'address', why: 'not-a-user' }],
  [
    { address: 'mid', jumps: 'one, jo@, two' },
    { field: 'jumps', why: 'no-host', text: 'jo@' },
  ],
  [
    { address: 'mid', jumps: 'one two' },
    { field: 'jumps', why: 'spaces', text: 'one two' },
  ],
  [
    { address: 'mid', user: 'a\u0000b' },
    { field: 'any', why: 'control-characters' },
  ],
  [
    { kind: 'evidence', file: ' ' },
    { field: 'file', why: 'no-file' },
  ],
  [
    { kind: 'evidence', file: 'a\nb' },
    { field: 'any', why: 'control-characters' },
  ],
] as const)('%j is refused: %j', (fields, error) => {
  expect(targetOf({ ...formOf(null), ...fields })).toEqual({ error });
});

test('what stands in other fields does not hinder looking at this computer, or at a file', () => {
  const other = { ...formOf(null), address: 'a b', user: '\u0000', sudo: true, agentDir: '/srv/mid/agent' };
  expect(targetOf({ ...other, kind: 'evidence', file: ' /a.json ' })).toEqual({
    target: { kind: 'evidence', file: '/a.json' },
  });
  expect(targetOf({ ...formOf(null), kind: 'local', user: '\u0000' })).toEqual({ target: { kind: 'local' } });
});

test('folded fields are shown when something is in them', () => {
  expect(hasOptions(formOf({ kind: 'ssh', address: 'mid' }))).toBe(false);
  expect(hasOptions(formOf({ kind: 'ssh', address: 'mid', jumps: ['bastion'] }))).toBe(true);
});
