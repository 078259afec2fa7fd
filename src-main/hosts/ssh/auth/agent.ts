import type { Duplex } from 'node:stream';
import ssh2, { BaseAgent, createAgent, type ParsedKey, type SignCallback, type SigningRequestOptions } from 'ssh2';
import { excerpt } from '../../bounded.ts';
import { PAGEANT } from '../config/agents.ts';
import { PageantAgent } from './pageant.ts';

export type Sign = (data: Buffer, hash: string | undefined) => Promise<Buffer>;

export type AgentKey = { readonly key: ParsedKey; readonly sign: Sign };

/** What an agent holds: keys to sign in with, and in words what only ssh itself can use (security keys, certificates). */
export type AgentContents = { readonly keys: readonly AgentKey[]; readonly onlySsh: readonly string[] };

const AGENT_MS = 5000;
/** As OpenSSH takes it (AGENT_MAX_LEN). */
const MAX_BYTES = 256 * 1024;

/** Asks the agent at a socket, a pipe of Windows, or PuTTY's. Rejects where it does not answer. */
export const askAgent = async (socket: string): Promise<AgentContents> =>
  contentsOf(socket === PAGEANT ? new PageantAgent() : createAgent(socket));

export const contentsOf = async (agent: BaseAgent): Promise<AgentContents> => {
  const keys: AgentKey[] = [];
  const onlySsh: string[] = [];
  for (const { blob, comment } of identitiesIn(await listOf(agent))) {
    const type = blob.length < 8 ? '' : blob.toString('latin1', 4, 4 + Math.min(64, blob.readUInt32BE(0)));
    const named = `“${excerpt(comment, 80)}” (${excerpt(type, 64)}) in the agent`;
    // ssh2's own list leaves out what it cannot use, and nobody would learn that it is there.
    if (/-cert-v\d\d@openssh\.com$/.test(type)) onlySsh.push(`the certificate ${named}`);
    else if (/^(webauthn-)?sk-/.test(type)) onlySsh.push(`the security key ${named}`);
    else {
      const key: ParsedKey | ParsedKey[] | Error | undefined = ssh2.utils.parseKey(blob);
      if (!key || key instanceof Error || Array.isArray(key)) continue;
      key.comment = key.comment || comment;
      keys.push({ key, sign: signBy(agent, key) });
    }
  }
  return { keys, onlySsh };
};

const REQUEST_IDENTITIES = Buffer.of(0, 0, 0, 1, 11);
const IDENTITIES_ANSWER = 12;

/** The body of the agent's answer (draft-miller-ssh-agent, 4.4). */
const listOf = (agent: BaseAgent): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    let stream: Duplex | undefined;
    const settle = (act: () => void) => {
      clearTimeout(timer);
      stream?.destroy();
      act();
    };
    const fail = (why: string) => settle(() => reject(new Error(why)));
    const timer = setTimeout(() => fail(`it did not answer within ${AGENT_MS / 1000} s`), AGENT_MS);
    agent.getStream?.((error, opened) => {
      if (error || !opened) return fail(error?.message ?? 'it gave no answer');
      stream = opened as Duplex;
      let answer = Buffer.alloc(0);
      stream.on('error', (why) => fail(why.message));
      stream.on('close', () => fail('it gave no answer'));
      stream.on('end', () => fail('it gave no answer'));
      stream.on('data', (chunk: Buffer) => {
        answer = Buffer.concat([answer, chunk]);
        if (answer.length < 5) return;
        const length = answer.readUInt32BE(0);
        if (length > MAX_BYTES) return fail('its answer is too long');
        if (answer[4] !== IDENTITIES_ANSWER) return fail('it refused to say what it holds; it may be locked');
        if (answer.length >= 4 + length) settle(() => resolve(answer.subarray(5, 4 + length)));
      });
      stream.write(REQUEST_IDENTITIES);
    });
  });

const identitiesIn = (body: Buffer): readonly { readonly blob: Buffer; readonly comment: string }[] => {
  const found: { blob: Buffer; comment: string }[] = [];
  let at = 4;
  const next = (): Buffer | null => {
    if (at + 4 > body.length) return null;
    const end = at + 4 + body.readUInt32BE(at);
    if (end > body.length) return null;
    const field = body.subarray(at + 4, end);
    at = end;
    return field;
  };
  for (let left = body.length < 4 ? 0 : body.readUInt32BE(0); left > 0; left--) {
    const [blob, comment] = [next(), next()];
    if (!blob || !comment) break;
    found.push({ blob, comment: comment.toString('utf8') });
  }
  return found;
};

const signBy =
  (agent: BaseAgent, key: ParsedKey): Sign =>
  (data, hash) =>
    new Promise((resolve, reject) => {
      const options = (hash === undefined ? {} : { hash }) as SigningRequestOptions;
      agent.sign(key, data, options, (error, signature) => {
        if (error || !signature) reject(error ?? new Error('the agent did not sign'));
        else resolve(Buffer.from(signature));
      });
    });

/**
 * One key as ssh2 wants an agent: it then asks the server about the public half first, and for a signature (and
 * with it, maybe, for a passphrase) only when the server would take it.
 */
export class OneKeyAgent extends BaseAgent {
  readonly #key: ParsedKey;
  readonly #sign: Sign;
  constructor(key: ParsedKey, sign: Sign) {
    super();
    this.#key = key;
    this.#sign = sign;
  }
  getIdentities(callback: (error: Error | null | undefined, keys?: ParsedKey[]) => void): void {
    callback(null, [this.#key]);
  }
  sign(_key: unknown, data: Buffer, options: SigningRequestOptions | SignCallback, callback?: SignCallback): void {
    const done = typeof options === 'function' ? options : callback;
    const hash = typeof options === 'function' ? undefined : options.hash;
    this.#sign(data, hash).then(
      (signature) => done?.(null, signature),
      (error) => done?.(error instanceof Error ? error : new Error(String(error))),
    );
  }
}
