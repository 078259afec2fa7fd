import { CREDENTIALS } from './signatures/credentials.ts';
import type { Signature } from './signatures/define.ts';
import { IDENTITY } from './signatures/identity.ts';
import { INSTANCE } from './signatures/instance.ts';
import { MACHINE } from './signatures/machine.ts';
import { NETWORK } from './signatures/network.ts';
import { UPGRADE, UPGRADE_OVER } from './signatures/upgrade.ts';

export type { LogKind, Signature } from './signatures/define.ts';

/** A start that went well. Source: KB0535148. */
export const HEALTHY: readonly string[] = ['MID Server started', 'Successfully connected to instance'];

/** Where the agent stands in its life, beside {@link HEALTHY}. Source: KB0535148. */
export const MILESTONES: readonly string[] = [
  'Initializing MID Server',
  'has all necessary roles',
  'MID Server stopping',
  'MID Server stopped',
];

/** In order of precedence: the more particular first. */
export const SIGNATURES: readonly Signature[] = [
  ...CREDENTIALS,
  ...IDENTITY,
  ...NETWORK,
  ...INSTANCE,
  ...MACHINE,
  ...UPGRADE,
];

/** What a host is asked to look for in a log: one fragment of each signature, and the milestones. */
export const FRAGMENTS: readonly string[] = [
  ...new Set([...HEALTHY, ...MILESTONES, ...UPGRADE_OVER, ...SIGNATURES.map((s) => rarest(s.fragments))]),
];

function rarest(fragments: readonly [string, ...string[]]): string {
  return fragments.reduce((longest, f) => (f.length > longest.length ? f : longest));
}
