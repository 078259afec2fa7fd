import { homedir } from 'node:os';
import { agentsFound } from '../checks/agents.ts';
import { CHECKS } from '../checks/catalogue.ts';
import { collect } from '../checks/collect.ts';
import { agentFacts } from '../checks/facts.ts';
import { judge } from '../checks/judge.ts';
import { decideVerdict } from '../checks/verdict.ts';
import { watchStart } from '../checks/watch.ts';
import { applyPlan } from '../fixes/apply.ts';
import { FIXES } from '../fixes/catalogue.ts';
import { lookBack } from '../fixes/look-back.ts';
import { messagesFor } from '../messages/index.ts';
import { ConnectionError } from '../model/connection-error.ts';
import { redact } from '../redact/redact.ts';
import { createSessionStore } from '../store/session-store.ts';
import type { CheckIndex, Parts } from './parts.ts';

/**
 * The real things. What makes connections, and practice, is loaded when it is first asked for: it is most of what
 * there is to load, and a page should stand before that.
 */
export const realParts = (): Parts => ({
  connect: async (target, { ask, signal, onLedger }) => {
    if (target.kind === 'practice') {
      const { createPracticeHost, SCENARIOS } = await import('../practice/index.ts');
      if (!SCENARIOS.some(({ id }) => id === target.scenario))
        throw new ConnectionError('name-unknown', 'config', { host: target.scenario });
      return createPracticeHost(target.scenario);
    }
    const { connectHost } = await import('../hosts/connect.ts');
    return connectHost(target, { ask, signal, onLedger, env: forChildren(process.env) });
  },
  collect,
  judge,
  decideVerdict,
  checks: checkIndex(),
  agentFacts,
  agentsFound,
  fixes: FIXES,
  applyPlan,
  lookBack,
  watchStart,
  redact,
  createStore: createSessionStore,
  messages: messagesFor('en'),
  scenarios: async () => (await import('../practice/index.ts')).SCENARIOS,
  hasOpenssh: async () => {
    const { whyNoOpenssh } = await import('../hosts/openssh/available.ts');
    return whyNoOpenssh({ env: process.env }) === null;
  },
  suggestHosts: async (prefix) => {
    const { suggestHosts } = await import('../hosts/ssh/config/suggest.ts');
    return suggestHosts(prefix, { home: homedir() });
  },
});

/** What programs started on this computer may see: not the secrets that MID Up itself was given that way. */
const forChildren = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('MIDUP_')));

const checkIndex = (): CheckIndex =>
  CHECKS.map(({ id, step, deciding, needs }) => ({
    id,
    step,
    deciding,
    probes: Object.values(needs).map((probe) => probe.id),
  }));
