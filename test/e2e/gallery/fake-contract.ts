import type { AnswerOf, Answers, Ask } from '../../../src-main/contract/asks.ts';
import type { Command } from '../../../src-main/contract/commands.ts';
import type { Contract } from '../../../src-main/contract/contract.ts';
import { ContractError, type ContractErrorCode } from '../../../src-main/contract/errors.ts';
import type { View } from '../../../src-main/contract/view.ts';
import { evidence, ledger, scenarios, sessions } from './answers.ts';

/** A contract that answers from fixtures, keeps what was dispatched, and shows what it is given. */
export const createFakeContract = (first: View) => {
  let view = first;
  let refusal: { code: ContractErrorCode; message: string } | null = null;
  const listeners = new Set<(view: View) => void>();
  const dispatched: Command[] = [];
  const asked: Ask[] = [];
  let deleted: readonly string[] = [];

  const push = (change: Partial<View>) => {
    view = { ...view, revision: view.revision + 1, ...change };
    for (const listener of listeners) listener(view);
  };
  const contract: Contract = {
    dispatch: async (command) => {
      // What crosses to the main process is cloned; a proxy would be refused there, and so it is here.
      dispatched.push(structuredClone(command));
      if (refusal) throw new ContractError(refusal.code, refusal.message);
      if (command.type === 'delete-session') deleted = [...deleted, command.id];
    },
    ask: async <A extends Ask>(question: A) => {
      asked.push(structuredClone(question));
      if (refusal?.code === 'gone') throw new ContractError('gone', refusal.message);
      return answerTo(question, deleted) as AnswerOf<A>;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      listener(view);
      return () => listeners.delete(listener);
    },
  };
  const refuse = (code: ContractErrorCode, message: string) => {
    refusal = { code, message };
  };
  return { contract, push, refuse, dispatched, asked };
};

const answerTo = (question: Ask, deleted: readonly string[]): Answers[Ask['type']] => {
  switch (question.type) {
    case 'about':
      return {
        version: '0.1.0',
        shell: 'desktop',
        user: 'ada',
        computer: 'laptop-ada',
        canPickFiles: true,
        hasOpenssh: true,
      };
    case 'list-sessions':
      return { ...sessions, sessions: sessions.sessions.filter(({ id }) => !deleted.includes(id)) };
    case 'list-scenarios':
      return scenarios;
    case 'suggest-hosts':
      return ['mid-ber-02', 'mid-ber-03', 'mid-fra-01']
        .filter((alias) => question.prefix !== '' && alias.startsWith(question.prefix))
        .map((alias, i) => ({ alias, resolved: `ops@10.20.1.${14 + i} through bastion` }));
    case 'read-evidence':
      return evidence[question.id] ?? null;
    case 'read-ledger':
      return ledger;
    case 'explain':
      return {
        code: question.code,
        title: "No space left on the agent's disk",
        meaning:
          'The file system that holds the agent has no bytes or no inodes left for the user that the agent runs as.',
        how: 'df -Pk and df -Pi on the agent folder, its logs and its work folder.',
        doThis: ['Free at least 2 GB there; old logs and heap dumps first.'],
        kbSection: 'not in KB0535040',
        source: 'MID Server pre-upgrade check (2 GB); inference',
        links: [{ title: 'MID Server system requirements', url: 'https://www.servicenow.com/docs/' }],
      };
    case 'report':
      return { fileName: `midup-mid-ber-02.${question.format}`, mediaType: 'text/plain', text: 'MID Up report' };
    case 'pick-key-file':
      return '/home/ada/.ssh/id_mid';
    case 'pick-evidence-file':
      return '/home/ada/evidence/mid-ber-02.json';
    case 'open-link':
      return question.url.startsWith('https://');
  }
};
