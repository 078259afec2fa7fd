/** Words of a host during sign-in, as ssh writes them to standard error. */
export type Words = {
  /** Counts from 0, in the order in which hops are met. */
  readonly hop: number;
  readonly text: string;
  /** `question`: one follows. `nothing`: ssh has answered by itself, and the host goes on. `banner`: it is for everybody. */
  readonly before: 'question' | 'nothing' | 'banner';
};

/** For LogVerbose: marks where such words begin and end. Versions before 8.5 do not know it; nothing is told then. */
export const WORDS_MARKED = ['info_req', 'banner'].map((name) => `sshconnect2.c:input_userauth_${name}():*`).join(',');

/** What LogVerbose puts before a line; newer versions name the program beside the process id. */
const MARKED = /^(debug\d: )?[\w-]{1,40}\.c:(\w{1,48})\(\):\d+ \((?:bin=[^()]{0,64}, )?pid=(\d{1,10})\): ?(.*)$/;
const MOST_LINES = 100;
const MOST_PROCESSES = 20;

/** A line of ssh's own without that. Its debugging lines stay as they are. */
export const unmarked = (line: string): string => {
  const marked = MARKED.exec(line);
  return marked && marked[1] === undefined ? (marked[4] ?? '') : line;
};

/** ssh writes out what is no ASCII, byte by byte: `\342\200\246`. What is no letter stays written out. */
const unescaped = (text: string): string =>
  text.replace(/\\\\|(?:\\[23][0-7]{2})+/g, (found) =>
    found === '\\\\'
      ? '\\'
      : Buffer.from(
          found
            .slice(1)
            .split('\\')
            .map((byte) => Number.parseInt(byte, 8)),
        ).toString(),
  );

/**
 * Takes ssh's lines, in order. `onElse`: it has come to something else. A host may word its lines like ssh's own marks:
 * that ends its text early, and nothing else.
 */
export const createWords = (on: { readonly words: (words: Words) => void; readonly else: () => void }) => {
  const processes: string[] = [];
  let open: { readonly isBanner: boolean; readonly hop: number; readonly lines: string[] } | null = null;

  const add = (line: string) => {
    if (open === null || open.lines.length >= MOST_LINES) return;
    open.lines.push(line);
    // Nothing marks its end, and the host may say nothing more.
    if (open.isBanner) on.words({ hop: open.hop, text: unescaped(open.lines.join('\n')), before: 'banner' });
  };
  const readMarked = (name: string, pid: string, text: string) => {
    if (!processes.includes(pid) && processes.length < MOST_PROCESSES) processes.push(pid);
    const hop = Math.max(0, processes.indexOf(pid));
    const isBanner = name === 'input_userauth_banner';
    if (!isBanner && name !== 'input_userauth_info_req') return on.else();
    if (text === 'entering') {
      open = { isBanner, hop, lines: [] };
      return;
    }
    const asked = /^num_prompts (\d{1,10})$/.exec(text);
    if (!asked) return add(text);
    const said = open?.lines.join('\n') ?? '';
    open = null;
    on.words({ hop, text: unescaped(said), before: Number(asked[1]) > 0 ? 'question' : 'nothing' });
  };

  return {
    read: (line: string) => {
      const [, , name, pid, text = ''] = MARKED.exec(line) ?? [];
      if (name !== undefined && pid !== undefined) return readMarked(name, pid, text);
      if (!/^debug\d: /.test(line)) return add(line);
      open = null;
      on.else();
    },
  };
};
