import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Contract } from '../../src-main/contract/contract.ts';
import { ContractError } from '../../src-main/contract/errors.ts';
import type { View } from '../../src-main/contract/view.ts';
import type { Client } from '../../src-renderer/client/client.ts';
import { createFakeContract } from '../fakes/fake-contract.ts';

/** On a busy machine, too. */
const waitFor = (met: () => void) => vi.waitFor(met, 5000);

export type Connection = { readonly client: Client; close(): Promise<void> };

/** What the page may rely on, whatever carries its messages. `connect` puts the transport in front of a contract. */
export const contractSuite = (transport: string, connect: (contract: Contract) => Promise<Connection>): void => {
  describe(`the contract over ${transport}`, () => {
    const open: Connection[] = [];
    const setUp = async (first: Partial<View> = {}) => {
      const contract = createFakeContract(first);
      const connection = await connect(contract);
      open.push(connection);
      return { contract, ...connection };
    };
    afterEach(async () => {
      for (const connection of open.splice(0)) await connection.close();
    });

    /** A client whose messages no type checker has seen, as a page that was taken over would send them. */
    const unchecked = (client: Client) => ({
      dispatch: client.dispatch as (message: unknown) => Promise<void>,
      ask: client.ask as (message: unknown) => Promise<unknown>,
    });

    const rejection = async (promise: Promise<unknown>): Promise<ContractError> => {
      const error = await promise.then(
        () => new Error('was accepted'),
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(ContractError);
      return error as ContractError;
    };

    test('a command arrives as it was sent and gives back nothing', async () => {
      const { client, contract } = await setUp();
      expect(await client.dispatch({ type: 'goto', step: 'host' })).toBeUndefined();
      expect(contract.dispatched).toEqual([{ type: 'goto', step: 'host' }]);
    });

    test('saved evidence goes through as a path', async () => {
      const { client, contract } = await setUp();
      const file = '/home/ä/mid "ber" 02.json';
      contract.answers = () => file;
      expect(await client.ask({ type: 'pick-evidence-file' })).toBe(file);
      await client.dispatch({ type: 'connect', target: { kind: 'evidence', file } });
      expect(contract.asked).toEqual([{ type: 'pick-evidence-file' }]);
      expect(contract.dispatched).toEqual([{ type: 'connect', target: { kind: 'evidence', file } }]);
    });

    test('a question is answered, text of every kind unharmed', async () => {
      const { client, contract } = await setUp();
      const alias = '<img src=x onerror=alert(1)> \u0000\u001b[31m \u2028 "\\" ☃ 日本';
      contract.answers = () => [{ alias, resolved: '' }];
      expect(await client.ask({ type: 'suggest-hosts', prefix: alias })).toEqual([{ alias, resolved: '' }]);
      expect(contract.asked).toEqual([{ type: 'suggest-hosts', prefix: alias }]);
    });

    test.each([
      ['an unknown command', { type: 'format-disk' }],
      ['a field too many', { type: 'next', force: true }],
      ['a field too few', { type: 'goto' }],
      ['a field of another kind', { type: 'goto', step: 7 }],
      ['a file that brings its content', { type: 'connect', target: { kind: 'evidence', file: 'x', text: '{}' } }],
      ['no object', 'next'],
      ['nothing', null],
      ['a list', [{ type: 'next' }]],
    ])('%s is refused as invalid and goes no further', async (_what, message) => {
      const { client, contract } = await setUp();
      expect(await rejection(unchecked(client).dispatch(message))).toMatchObject({ code: 'invalid' });
      expect(await rejection(unchecked(client).ask(message))).toMatchObject({ code: 'invalid' });
      expect(contract.dispatched).toEqual([]);
      expect(contract.asked).toEqual([]);
    });

    test('a refusal names the field and never repeats its value', async () => {
      const { client } = await setUp();
      const secret = 'correct-horse-battery';
      const answer = { kind: 'values', values: [secret], note: secret };
      const error = await rejection(unchecked(client).dispatch({ type: 'prompt-answer', id: 'p1', answer }));
      expect(error.message).toMatch(/answer/);
      expect(error.message).not.toContain(secret);
    });

    test('a message that is far too large is refused as invalid, and the next one is heard', async () => {
      const { client, contract } = await setUp();
      for (const size of [30_000, 6_000_000]) {
        const error = await rejection(client.dispatch({ type: 'note', text: 'x'.repeat(size) }));
        expect(error).toMatchObject({ code: 'invalid' });
      }
      await client.dispatch({ type: 'note', text: 'x'.repeat(20_000) });
      expect(contract.dispatched).toHaveLength(1);
    });

    test.each(['refused', 'failed', 'gone'] as const)(
      'an error of the contract arrives with its code: %s',
      async (code) => {
        const { client, contract } = await setUp();
        contract.accept = () => {
          throw new ContractError(code, 'not now');
        };
        expect(await rejection(client.dispatch({ type: 'next' }))).toMatchObject({ code, message: 'not now' });
      },
    );

    test('any other error arrives as failed, without its stack', async () => {
      const { client, contract } = await setUp();
      contract.answers = () => {
        throw new TypeError('disk is full');
      };
      const error = await rejection(client.ask({ type: 'read-ledger' }));
      expect(error).toMatchObject({ code: 'failed', message: 'disk is full' });
    });

    test('the present view comes at once, every later one after it, in order', async () => {
      const { client, contract } = await setUp({ note: 'first' });
      const seen: string[] = [];
      client.subscribe((view) => seen.push(view.note));
      await waitFor(() => expect(seen).toEqual(['first']));
      for (const note of ['second', 'third', '<b>\n\ndata: x\n\n']) contract.push({ note });
      await waitFor(() => expect(seen).toEqual(['first', 'second', 'third', '<b>\n\ndata: x\n\n']));
    });

    test('each listener gets the latest view, and none after it stopped', async () => {
      const { client, contract } = await setUp({ note: 'first' });
      const seen: Record<'a' | 'b', string[]> = { a: [], b: [] };
      const stop = client.subscribe((view) => seen.a.push(view.note));
      await waitFor(() => expect(seen.a).toEqual(['first']));
      contract.push({ note: 'second' });
      await waitFor(() => expect(seen.a).toHaveLength(2));
      client.subscribe((view) => seen.b.push(view.note));
      await waitFor(() => expect(seen.b).toEqual(['second']));
      stop();
      contract.push({ note: 'third' });
      await waitFor(() => expect(seen.b).toEqual(['second', 'third']));
      expect(seen.a).toEqual(['first', 'second']);
    });

    test('a large view arrives whole', async () => {
      const { client, contract } = await setUp();
      const seen: View[] = [];
      client.subscribe((view) => seen.push(view));
      await waitFor(() => expect(seen).toHaveLength(1));
      const note = 'ä'.repeat(1_000_000);
      contract.push({ note });
      await waitFor(() => expect(seen.at(-1)?.note.length).toBe(1_000_000));
      expect(seen.at(-1)?.note).toBe(note);
    });
  });
};
