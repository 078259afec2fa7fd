import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ContractError } from '../../../src-main/contract/errors.ts';
import type { Client } from '../../../src-renderer/client/client.ts';
import { createHttpClient } from '../../../src-renderer/client/http-client.ts';
import { fakeView } from '../../fakes/fake-contract.ts';

/** A loss is a long one after this long; no machine is so slow that a short one takes the other. */
const SHORT = 60;
const LONG = 60_000;

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let client: Client;
let wake: () => void;
let gone: boolean[];
let notes: string[];

const event = (note: string) => `data: ${JSON.stringify(fakeView({ note }))}\n\n`;
const listen = (port = 0) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const begin = (goneAfter: number) => {
  const base = origin();
  client = createHttpClient({
    timing: { firstWait: 10, longestWait: 40, goneAfter },
    fetch: (path, init) => fetch(base + path, init),
    onWake: (f) => {
      wake = f;
    },
  });
  client.onGone((now) => gone.push(now));
};

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response));
  await listen();
  gone = [];
  notes = [];
  begin(SHORT);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const waitFor = (met: () => void) => vi.waitFor(met, 5000);
const subscribe = () => client.subscribe((view) => notes.push(view.note));

describe('the stream of views', () => {
  test('is made again after a short loss, and nobody is told of it', async () => {
    begin(LONG);
    let n = 0;
    answer = (_, response) => {
      response.write(event(`${++n}`));
      if (n < 3) setTimeout(() => response.destroy(), 5);
    };
    const stop = subscribe();
    await waitFor(() => expect(notes).toEqual(['1', '2', '3']));
    expect(gone).toEqual([]);
    stop();
  });

  test('that stays away is told, and told again when it is back', async () => {
    answer = (_, response) => response.destroy();
    const stop = subscribe();
    await waitFor(() => expect(gone).toEqual([true]));
    answer = (_, response) => void response.write(event('back'));
    await waitFor(() => expect(notes).toEqual(['back']));
    expect(gone).toEqual([true, false]);
    stop();
  });

  test('that is refused is told at once and not tried again until somebody looks', async () => {
    let tries = 0;
    answer = (_, response) => {
      tries++;
      response.writeHead(401).end();
    };
    const stop = subscribe();
    await waitFor(() => expect(gone).toEqual([true]));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(tries).toBe(1);
    wake();
    await waitFor(() => expect(tries).toBe(2));
    stop();
  });

  test('that was parked is no loss, and comes back when the tab is looked at', async () => {
    let tries = 0;
    answer = (_, response) => {
      if (++tries === 1) response.end(`${event('first')}event: parked\ndata: {}\n\n`);
      else response.write(event('again'));
    };
    const stop = subscribe();
    await waitFor(() => expect(notes).toEqual(['first']));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(tries).toBe(1);
    wake();
    await waitFor(() => expect(notes).toEqual(['first', 'again']));
    expect(gone).toEqual([]);
    stop();
  });

  test('survives events that arrive in pieces, heartbeats and letters cut in two', async () => {
    const bytes = Buffer.from(`: still here\n\n${event('ü☃')}${event('zwei')}`);
    answer = async (_, response) => {
      for (const byte of bytes) {
        response.write(Buffer.of(byte));
        if (byte > 127) await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    const stop = subscribe();
    await waitFor(() => expect(notes).toEqual(['ü☃', 'zwei']));
    stop();
  });

  test('ends with its last listener', async () => {
    let closed = 0;
    answer = (_, response) => {
      response.on('close', () => closed++);
      response.write(event('x'));
    };
    const stops = [subscribe(), subscribe()];
    await waitFor(() => expect(notes.length).toBeGreaterThanOrEqual(2));
    stops[0]?.();
    expect(closed).toBe(0);
    stops[1]?.();
    await waitFor(() => expect(closed).toBe(1));
  });
});

describe('a question', () => {
  const failure = () => client.ask({ type: 'read-ledger' }).catch((error: unknown) => error);

  test('to a server that is gone says so', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const error = await failure();
    expect(error).toBeInstanceOf(ContractError);
    expect(error).toMatchObject({ code: 'gone', message: expect.stringContaining('start it again') });
  });

  test('that is answered with something else than a result has failed', async () => {
    answer = (_, response) => response.writeHead(502).end('<html>proxy</html>');
    expect(await failure()).toMatchObject({ code: 'failed', message: expect.stringContaining('502') });
  });
});
