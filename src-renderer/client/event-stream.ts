/** Longer than two of the server's heartbeats: a stream that is silent for so long is dead, whatever TCP thinks. */
const SILENCE_MS = 40_000;

/** `parked`: ended on purpose, another tab needs the place. `refused`: trying again would be refused again. */
export type StreamEnd = 'parked' | 'refused' | 'lost';

type FollowOptions = {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly path: string;
  readonly signal: AbortSignal;
  /** Called with each event's data, parsed. */
  readonly onData: (data: unknown) => void;
};

/**
 * Reads one server-sent event stream to its end; never throws. In place of `EventSource`, which does not tell a refusal
 * from a loss, and cannot notice a silent one.
 */
export const followEvents = async (o: FollowOptions): Promise<StreamEnd> => {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), SILENCE_MS);
  try {
    const response = await o.fetch(o.path, {
      headers: { accept: 'text/event-stream' },
      signal: AbortSignal.any([o.signal, silent.signal]),
    });
    if (response.status === 401 || response.status === 403) return 'refused';
    if (!response.ok || !response.body) return 'lost';
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return 'lost';
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE_MS);
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        if (block.startsWith('event: parked')) return 'parked';
        if (block.startsWith('data: ')) o.onData(JSON.parse(block.slice('data: '.length)));
      }
    }
  } catch {
    return 'lost';
  } finally {
    clearTimeout(timer);
    silent.abort();
  }
};
