import { serve } from '../../browser/server.ts';
import { EXIT } from '../exit-codes.ts';
import { onInterrupt } from '../interrupt.ts';
import { complain, print } from '../output.ts';
import { withApp } from '../with-app.ts';

/** The page on loopback until it is ended, which is how it is meant to end: exit status 0. */
export const serveCommand = async (): Promise<number> => {
  const interrupt = onInterrupt();
  try {
    await withApp('browser', async (app) => {
      const server = await serve({ contract: app });
      try {
        await complain('open this address in a browser on this computer (it works once); Ctrl-C ends it');
        await print(`${server.url}\n`);
        await ended(interrupt.signal);
      } finally {
        await server.close();
      }
    });
    return EXIT.ok;
  } catch (error) {
    await complain(`the page could not be served: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT.failed;
  } finally {
    interrupt.done();
  }
};

const ended = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));
