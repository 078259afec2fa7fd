import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ParsedKey } from 'ssh2';
import { ConnectionError } from '../../../model/connection-error.ts';
import type { AskUser } from '../../../model/prompt.ts';
import { excerpt } from '../../bounded.ts';
import { connectionError } from '../../connection-params.ts';
import type { SshSettings } from '../config/resolve.ts';
import { expandHome } from '../config/tokens.ts';
import { type AgentContents, type AgentKey, askAgent, type Sign } from './agent.ts';
import { readKeyFile, unlock } from './key-file.ts';

/** A key to offer. `open` gives what is needed for it, or null where its passphrase was not given. */
export type KeyCandidate = {
  /** Tells it from all others; labels need not differ. */
  readonly id: string;
  readonly label: string;
  open(): Promise<{ readonly key: ParsedKey; readonly sign: Sign } | null>;
};

/** What stood in the way of a key, to be told when nothing else got in either. */
export type KeyTrouble =
  | { readonly kind: 'passphrase'; readonly file: string }
  /** Its passphrase is needed, and nobody could be asked for it. */
  | { readonly kind: 'unasked'; readonly error: ConnectionError }
  | { readonly kind: 'agent'; readonly socket: string; readonly why: string }
  /** Only ssh itself can sign in with it. */
  | { readonly kind: 'only-ssh'; readonly what: string }
  | { readonly kind: 'unusable'; readonly file: string; readonly why: string; readonly onlySsh?: true };

export type CandidateContext = {
  readonly settings: SshSettings;
  /** Named by the user for this connection. */
  readonly identityFiles: readonly string[];
  readonly home: string;
  readonly ask: AskUser;
  readonly signal: AbortSignal;
  readonly onTrouble: (trouble: KeyTrouble) => void;
};

const USUAL = ['id_ed25519', 'id_ecdsa', 'id_rsa', 'id_dsa', 'id_ed25519_sk', 'id_ecdsa_sk'];
const TRIES = 3;

/**
 * The keys to offer, the likeliest first so that a server's limit of tries is not run into: those named for this
 * connection, those of the configuration, the agent's others, then the usual files. A file whose key the agent holds
 * is used through the agent. Throws `key-unreadable` for a file that the user named and that cannot be used.
 */
export const keyCandidates = async (context: CandidateContext): Promise<readonly KeyCandidate[]> => {
  const { settings, home } = context;
  const held = await heldByAgents(context);
  const left = new Map(held.map((one) => [blobOf(one.key), one]));
  const named = context.identityFiles.map((file) => expandHome(file, home));
  const first = [...new Set([...named, ...(settings.identityFiles ?? [])])];
  const fromFiles = (files: readonly string[]) =>
    files.flatMap((file) => fileCandidate(file, named.includes(file), left, context) ?? []);
  const chosen = fromFiles(first);
  const usual = first.length > 0 ? [] : fromFiles(USUAL.map((name) => join(home, '.ssh', name)));
  // What the usual files are the other half of has left `left` by now: it is offered once, by its file's name.
  const others = settings.identitiesOnly ? [] : [...left.values()].map(agentCandidate);
  for (const file of settings.certificateFiles) context.onTrouble(certificate(file));
  return [...chosen, ...others, ...usual];
};

const heldByAgents = async ({ settings, onTrouble }: CandidateContext): Promise<readonly AgentKey[]> => {
  const { sockets, chosen } = settings.agents;
  const answers = await Promise.all(
    sockets.map(async (socket): Promise<AgentContents> => {
      try {
        const contents = await askAgent(socket);
        const empty = contents.keys.length + contents.onlySsh.length === 0;
        if (empty && chosen) onTrouble({ kind: 'agent', socket, why: 'it holds no key' });
        return contents;
      } catch (error) {
        if (chosen) onTrouble({ kind: 'agent', socket, why: excerpt((error as Error).message) });
        return { keys: [], onlySsh: [] };
      }
    }),
  );
  if (!settings.identitiesOnly)
    for (const what of answers.flatMap(({ onlySsh }) => onlySsh)) onTrouble({ kind: 'only-ssh', what });
  return answers.flatMap(({ keys }) => keys);
};

const certificate = (file: string) => ({ kind: 'only-ssh', what: `the certificate ${file}` }) as const;

const blobOf = (key: ParsedKey): string => Buffer.from(key.getPublicSSH()).toString('base64');

const agentCandidate = ({ key, sign }: AgentKey): KeyCandidate => ({
  id: blobOf(key),
  label: `agent key ${excerpt(key.comment || key.type, 80)}`,
  open: async () => ({ key, sign }),
});

const fileCandidate = (
  file: string,
  named: boolean,
  left: Map<string, AgentKey>,
  context: CandidateContext,
): KeyCandidate | null => {
  const { settings, onTrouble } = context;
  const read = readKeyFile(file);
  const viaAgent = (key: ParsedKey): KeyCandidate | null => {
    const held = left.get(blobOf(key));
    if (!held) return null;
    left.delete(blobOf(key));
    return { id: file, label: file, open: async () => held };
  };
  const unusable = (why: string, onlySsh?: true) => {
    if (named) throw connectionError('key-unreadable', 'auth', { host: settings.alias, file, why });
    onTrouble({ kind: 'unusable', file, why, ...(onlySsh ? { onlySsh } : {}) });
    return null;
  };
  if (read.kind !== 'missing' && existsSync(`${file}-cert.pub`)) onTrouble(certificate(`${file}-cert.pub`));
  switch (read.kind) {
    case 'missing': {
      const half = readKeyFile(`${file}.pub`);
      const held = half.kind === 'public' ? viaAgent(half.key) : null;
      return held ?? (named ? unusable('it is not there') : null);
    }
    case 'unusable':
      return unusable(read.why, read.onlySsh);
    case 'public':
      return viaAgent(read.key) ?? unusable('it is only the public half of a key, and no agent holds the other');
    case 'open': {
      const { key } = read;
      return viaAgent(key) ?? { id: file, label: file, open: async () => ({ key, sign: signWith(key) }) };
    }
    case 'locked':
      return (read.publicKey && viaAgent(read.publicKey)) ?? lockedCandidate(file, read.text, read.publicKey, context);
  }
};

const signWith =
  (key: ParsedKey): Sign =>
  async (data, hash) => {
    const signature: Buffer | Error = key.sign(data, hash);
    if (signature instanceof Error) throw signature;
    return signature;
  };

const lockedCandidate = (
  file: string,
  text: string,
  publicKey: ParsedKey | null,
  { ask, signal, onTrouble }: CandidateContext,
): KeyCandidate => {
  const unlocked = async (): Promise<ParsedKey | null> => {
    for (let tries = 0; tries < TRIES; tries++) {
      const answer = await ask({ kind: 'passphrase', file, again: tries > 0 }, signal).catch((error: unknown) => {
        if (error instanceof ConnectionError) onTrouble({ kind: 'unasked', error });
        throw error;
      });
      const passphrase = answer.kind === 'values' ? answer.values[0] : undefined;
      if (passphrase === undefined || signal.aborted) break;
      const key = unlock(text, passphrase);
      if (key) return key;
    }
    onTrouble({ kind: 'passphrase', file });
    return null;
  };
  const sign: Sign = async (data, hash) => {
    const key = await unlocked();
    if (!key) throw new Error('the passphrase was not given');
    return signWith(key)(data, hash);
  };
  return {
    id: file,
    label: file,
    open: async () => {
      if (publicKey) return { key: publicKey, sign };
      const key = await unlocked();
      return key && { key, sign: signWith(key) };
    },
  };
};
