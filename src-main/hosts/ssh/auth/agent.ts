import { BaseAgent, createAgent, type ParsedKey, type SignCallback, type SigningRequestOptions } from 'ssh2';

export type Sign = (data: Buffer, hash: string | undefined) => Promise<Buffer>;

const AGENT_MS = 5000;

export type AgentKey = { readonly key: ParsedKey; readonly sign: Sign };

/** The keys that an agent offers. Rejects where it does not answer. */
export const agentKeys = (socket: string): Promise<readonly AgentKey[]> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it did not answer within ${AGENT_MS / 1000} s`)), AGENT_MS);
    const agent = createAgent(socket);
    agent.getIdentities((error, keys) => {
      clearTimeout(timer);
      if (error || !keys) return reject(error ?? new Error('it gave no answer'));
      const found = keys.filter((key): key is ParsedKey => typeof key === 'object' && 'getPublicSSH' in key);
      resolve(found.map((key) => ({ key, sign: signBy(agent, key) })));
    });
  });

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
