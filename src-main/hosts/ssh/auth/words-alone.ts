type Unpacked = readonly [protocol: unknown, title?: unknown, instruction?: unknown, prompts?: unknown];

/**
 * A round of keyboard-interactive without a question: ssh2 answers it by itself (as RFC 4256 has it) and tells nobody
 * of its words. They are taken where it has unpacked them, on a client that is connecting; an ssh2 that is built in
 * another way connects as before, and then they stay unseen. False in that case.
 */
export const onWordsAlone = (client: object, listener: (title: string, instruction: string) => void): boolean => {
  const handlers = (client as { _protocol?: { _handlers?: object } })._protocol?._handlers;
  if (typeof handlers !== 'object' || handlers === null) return false;
  const own: unknown = Reflect.get(handlers, NAME);
  if (typeof own !== 'function') return false;
  return Reflect.set(handlers, NAME, (...unpacked: Unpacked) => {
    own(...unpacked);
    const [, title, instruction, prompts] = unpacked;
    if (Array.isArray(prompts) && prompts.length === 0) listener(text(title), text(instruction));
  });
};

const NAME = 'USERAUTH_INFO_REQUEST';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
