import type { z } from 'zod';
import { type Ask, askSchema } from './asks.ts';
import { type Command, commandSchema } from './commands.ts';
import type { Contract } from './contract.ts';
import { ContractError, type Envelope } from './errors.ts';

/** What both transports put messages from outside through: checked by schema, errors turned into data. */
export type Endpoint = {
  dispatch(message: unknown): Promise<Envelope<null>>;
  ask(message: unknown): Promise<Envelope<unknown>>;
};

export const createEndpoint = (contract: Contract): Endpoint => ({
  dispatch: (message) =>
    answer(async () => {
      await contract.dispatch(parse<Command>(commandSchema, message));
      return null;
    }),
  ask: (message) => answer(() => contract.ask(parse<Ask>(askSchema, message)) as Promise<unknown>),
});

const answer = async <T>(run: () => Promise<T>): Promise<Envelope<T>> => {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    if (error instanceof ContractError) return { ok: false, code: error.code, message: error.message };
    return { ok: false, code: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
};

/** The path and the kind of mistake are told; the value, which may be a secret, is not. */
const parse = <T>(schema: z.ZodType<T>, message: unknown): T => {
  const result = schema.safeParse(message);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ContractError('invalid', `${issue?.path.join('.') || 'message'}: ${issue?.message ?? 'not understood'}`);
};
