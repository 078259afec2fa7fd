import type { ServerResponse } from 'node:http';
import type { Contract } from '../contract/contract.ts';
import type { View } from '../contract/view.ts';

const HEARTBEAT_MS = 15_000;
/** Browsers open six connections to one host. A fifth tab would leave too few for questions and commands. */
const MOST_STREAMS = 4;

export type ViewStreams = { open(response: ServerResponse): void; closeAll(): void };

/** The present view at once, then every later one, as server-sent events. */
export const createViewStreams = (contract: Contract): ViewStreams => {
  const open = new Map<ServerResponse, () => void>();

  const end = (response: ServerResponse, last = '') => {
    open.get(response)?.();
    open.delete(response);
    response.end(last);
  };

  return {
    open: (response) => {
      const [oldest] = open.keys();
      if (oldest && open.size >= MOST_STREAMS) end(oldest, 'event: parked\ndata: {}\n\n');
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      const push = pushLatest(response);
      const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
      const unsubscribe = contract.subscribe(push);
      open.set(response, () => {
        clearInterval(heartbeat);
        unsubscribe();
      });
      response.on('close', () => end(response));
    },
    closeAll: () => {
      for (const response of [...open.keys()]) end(response);
    },
  };
};

/** A reader that is slow gets the latest view when it is ready again, not all that it missed. */
const pushLatest = (response: ServerResponse) => {
  let waiting: View | undefined;
  const push = (view: View) => {
    if (response.writableNeedDrain) waiting = view;
    else response.write(`data: ${JSON.stringify(view)}\n\n`);
  };
  response.on('drain', () => {
    const view = waiting;
    waiting = undefined;
    if (view) push(view);
  });
  return push;
};
