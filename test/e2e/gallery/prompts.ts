import type { Prompt } from '../../../src-main/model/prompt.ts';

export const prompts: Readonly<Record<string, Prompt>> = {
  'host-key': {
    id: 'p1',
    kind: 'host-key',
    host: 'bastion.acme.example',
    keyType: 'ssh-ed25519',
    fingerprint: 'SHA256:4PbZB4b0B1Qq3n0wz5Wm3F9x1cQm3b8oT0m2r0oXb9E',
    hop: 1,
    hops: 2,
    file: '/home/ada/.ssh/known_hosts',
  },
  password: { id: 'p2', kind: 'password', host: 'mid-ber-02', user: 'ops', again: false },
  'password-again': { id: 'p3', kind: 'password', host: 'mid-ber-02', user: 'ops', again: true },
  'password-said': {
    id: 'p14',
    kind: 'password',
    host: 'mid-ber-02',
    user: 'ops',
    again: true,
    said: 'The account is locked due to 3 failed logins.\n(9 minutes left to unlock)',
  },
  'password-keep': { id: 'p9', kind: 'password', host: 'mid-ber-02', user: 'ops', again: false, canKeep: true },
  passphrase: { id: 'p4', kind: 'passphrase', file: '/home/ada/.ssh/id_ed25519', again: false },
  interactive: {
    id: 'p5',
    kind: 'interactive',
    host: 'mid-ber-02',
    user: 'ops',
    title: 'ACME two-step sign-in',
    instruction: 'A code was sent to the phone that ends in 42.\nIt holds for 5 minutes.',
    fields: [
      { label: 'Password: ', echo: false },
      { label: 'One-time code: ', echo: true },
    ],
  },
  'no-field': {
    id: 'p12',
    kind: 'interactive',
    host: 'mid-ber-02',
    user: 'ops',
    title: 'ACME two-step sign-in',
    instruction: 'Pushed a login request to your phone…',
    fields: [],
  },
  'sudo-code': {
    id: 'p13',
    kind: 'interactive',
    host: 'mid-ber-02',
    user: 'ops',
    title: '',
    instruction: '',
    fields: [{ label: 'One-time password (OATH) for `ops´:', echo: false }],
    about: 'sudo',
  },
  sudo: {
    id: 'p6',
    kind: 'sudo-password',
    host: 'mid-ber-02',
    user: 'ops',
    become: 'root',
    owner: 'ops',
    again: false,
    cannotKeep: "It cannot be kept: this computer's key store would hold it as plain text.",
  },
  'security-key': { id: 'p10', kind: 'security-key', key: 'ada@acme', wants: 'pin', again: false },
  'security-key-touch': { id: 'p11', kind: 'security-key', key: 'ada@acme', wants: 'touch', again: false },
  command: {
    id: 'p7',
    kind: 'run-command',
    command: 'ssh -W mid-ber-02:22 bastion.acme.example',
    why: 'proxy-command',
  },
};

/** For the state before any prompt came. */
export const LONG_PROMPT: Prompt = { id: 'p8', kind: 'password', host: 'mid-ber-02', user: 'ops', again: false };
