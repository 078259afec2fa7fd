import { describe, expect, test } from 'vitest';
import { decideVerdict } from '../../../src-main/checks/verdict.ts';
import { en } from '../../../src-main/messages/en/index.ts';
import { createMessages } from '../../../src-main/messages/messages.ts';
import type { CodeText } from '../../../src-main/messages/types.ts';
import type { Finding } from '../../../src-main/model/finding.ts';

const diskFull: CodeText = {
  fail: {
    title: "No space left on the agent's disk",
    saw: '{mount} has {free:bytes} free.',
    doThis: ['Free at least 2 GB on {mount}, then look again.'],
  },
  variants: { inodes: { title: 'No inodes left on {mount}' } },
  explain: {
    title: "No space left on the agent's disk",
    meaning: 'm',
    how: 'h',
    doThis: ['Free some.'],
    kbSection: 'not in KB0535040',
    source: 'inference',
  },
};
const m = createMessages({ ...en, findings: { ...en.findings, 'host.disk-full': diskFull } });

const finding = (more: Partial<Finding> = {}): Finding => ({
  code: 'host.disk-full',
  step: 'host',
  status: 'fail',
  params: { mount: '/opt', free: 0 },
  evidence: [],
  check: 'host.disk',
  ...more,
});

describe('the sentences of a finding', () => {
  test('are filled from its params', () => {
    expect(m.finding(finding())).toMatchObject({
      title: "No space left on the agent's disk",
      saw: '/opt has 0 B free.',
      doThis: ['Free at least 2 GB on /opt, then look again.'],
      needs: '',
    });
  });

  test('come from its variant where there is one', () => {
    expect(m.finding(finding({ variant: 'inodes' })).title).toBe('No inodes left on /opt');
    expect(m.finding(finding({ variant: 'constructor' })).title).toBe("No space left on the agent's disk");
  });

  test('are the line of the log where that is what was seen', () => {
    const params = { file: 'wrapper.log', line: 'No space left on device', at: '2026-03-01 01:42:04', count: 42 };
    expect(m.finding(finding({ variant: 'log', params }))).toMatchObject({
      title: "No space left on the agent's disk",
      saw: 'wrapper.log says (42 times, last at 2026-03-01 01:42:04): No space left on device',
      doThis: ['Free some.'],
    });
    expect(m.finding(finding({ variant: 'log-past', status: 'info', params })).title).toMatch(/over by now/);
  });

  test('never claim the condition where it was not seen', () => {
    expect(m.finding(finding({ status: 'pass' })).title).toBe("Not seen: No space left on the agent's disk");
    expect(m.finding(finding({ status: 'unknown', needs: 'root' }))).toMatchObject({
      title: "Can't tell: No space left on the agent's disk",
      needs: en.needs.root,
    });
  });
});

describe("a step's answer", () => {
  test("is the finding's, as a sentence", () => {
    expect(m.answer('host', 'fail', finding())).toEqual({
      word: 'No.',
      sentence: "No space left on the agent's disk.",
    });
  });

  test('is its own where nothing is wrong or no finding decides', () => {
    expect(m.answer('host', 'pass', finding({ status: 'pass' })).sentence).toBe(en.steps.host.sentences.pass);
    expect(m.answer('network', 'unknown')).toEqual({
      word: "Can't tell.",
      sentence: en.steps.network.sentences.unknown,
    });
  });

  test('has a word of its own where the code asks for it', () => {
    expect(m.answer('upgrade', 'fail', finding({ code: 'upgrade.in-progress' })).word).toBe('Yes.');
    expect(m.answer('upgrade', 'fail', finding({ code: 'upgrade.failed' })).word).toBe('No.');
    expect(m.answer('status', 'fail', finding({ code: 'status.paused' })).word).toBe('Paused.');
  });

  test('says no more than what the host shows, even where all passes', () => {
    const waiting = finding({ code: 'verify.waiting', step: 'verify', status: 'pass', params: { age: 3, line: 'x' } });
    expect(m.answer('verify', 'pass', waiting)).toEqual({
      word: 'Not yet.',
      sentence: 'The agent is at work; the instance will show it as Up.',
    });
    const unique = finding({ code: 'identity.duplicate-name', step: 'instance', status: 'pass', params: {} });
    expect(m.answer('instance', 'pass', unique).word).toBe('As far as the host shows.');
    expect(m.answer('instance', 'fail', { ...unique, status: 'fail' }).word).toBe('No.');
  });
});

describe('the next action', () => {
  const cause = (f: Finding) => ({ finding: f, confidence: 'certain' as const, explains: [] });

  test('is the first thing to do about the cause', () => {
    expect(m.next({ next: { key: 'cause', params: {} }, cause: cause(finding()) })).toMatch(
      /^Free at least 2 GB on \/opt/,
    );
    expect(m.next({ next: { key: 'cause', params: {} }, cause: cause(finding({ variant: 'inodes' })) })).toBe(
      'Free some.',
    );
  });

  test('names the finding that it is about', () => {
    const about = { code: 'host.disk-full', step: 'host', check: 'host.disk', needs: 'root', mount: '/opt' };
    expect(m.next({ next: { key: 'give-what-is-needed', params: about }, cause: null })).toBe(
      `Can't tell: No space left on the agent's disk. What it needs: ${en.needs.root}`,
    );
  });

  test('calls a warning what it says, not what its code says elsewhere', () => {
    const warning = finding({ code: 'service.running', step: 'service', status: 'warn', variant: 'no-pid-file' });
    const { next } = decideVerdict([warning], { instanceLooked: false });
    expect(m.next({ next, cause: null })).toContain('its pid file is gone');
  });

  test('is a sentence of its own where there is no cause', () => {
    expect(m.next({ next: { key: 'nothing-to-do', params: {} }, cause: null })).toBe(en.next['nothing-to-do']);
  });
});

test('a need is its sentence, and anything else itself', () => {
  expect(m.need('root')).toBe(en.needs.root);
  expect(m.need('a spoon')).toBe('a spoon');
});

test('a phrase is filled', () => {
  expect(m.phrase('action.next', { step: 'Network' })).toBe('Next: Network');
  expect(m.phrase('action.recheck')).toBe('Look again');
  // @ts-expect-error a phrase that needs a value cannot be had without it
  expect(m.phrase('action.next')).toBe('Next: [step]');
});

describe('of saved evidence', () => {
  const m = createMessages(en).ofEvidence();
  const waiting = { code: 'verify.waiting', step: 'verify', status: 'pass', params: { age: 3, line: 'x' } } as const;

  test('nothing is said as if a host were at hand, and the rest as ever', () => {
    expect(m.next({ next: { key: 'reconnect', params: {} }, cause: null })).toMatch(/^Capture again/);
    expect(m.next({ next: { key: 'wait-for-upgrade', params: {} }, cause: null })).not.toMatch(/^Wait|look again/i);
    expect(m.need('root')).toBe('Root rights: capture again with --sudo, or as root.');
    expect(m.phrase('guard.upgrade')).toContain('when this was saved');
    expect(m.answer('verify', 'pass', finding(waiting))).toEqual({
      word: 'As far as the host shows.',
      sentence: 'The agent was at work when this was saved.',
    });
    expect(m.need('java')).toBe(en.needs.java);
    expect(m.finding(finding())).toEqual(createMessages(en).finding(finding()));
  });

  test('a text keeps what is not said differently: its other variants, its explanation', () => {
    const running = { code: 'service.running', step: 'service', status: 'pass' } as const;
    const params = { pid: 7, user: 'mid', age: 60, restarts: 2 };
    for (const variant of ['starting', 'restarted'])
      expect(m.finding(finding({ ...running, variant, params })).saw).toContain('7');
    expect(m.explain('service.running')).toEqual(en.findings['service.running'].explain);
  });
});

describe('what keeps MID Up from connecting', () => {
  test('a question that nobody was there to answer says what would answer it, under the code of what it was about', () => {
    const params = { host: 'mid1', prompt: 'the password of ops', answer: 'set MIDUP_PASSWORD', unanswered: 1 };
    const said = m.connection({ code: 'auth-failed', phase: 'auth', params });
    expect(said.message).toBe('Connecting to mid1 needs an answer (the password of ops), and there is nobody to ask.');
    expect(said.next[0]).toBe('Give it beforehand: set MIDUP_PASSWORD.');
  });

  test("this computer's own ssh is a way on only where it can be gone through", () => {
    const error = {
      code: 'certificate-unsupported',
      phase: 'auth',
      params: { host: 'mid1', what: 'a ticket' },
    } as const;
    const said = m.connection(error);
    expect(said.viaOpenssh).toBe(true);
    expect(said.next[0]).toMatch(/own ssh/);
    const without = m.connection({ ...error, params: { ...error.params, noOpenssh: 1 } });
    expect(without.viaOpenssh).toBe(false);
    expect(without.next).toEqual(said.next.slice(1));
    const refused = { code: 'refused', phase: 'tcp', params: { host: 'mid1', port: 22 } } as const;
    expect(m.connection(refused).viaOpenssh).toBe(false);
    const unsupported = 'GSSAPIAuthentication';
    const config = m.connection({ ...refused, params: { ...refused.params, unsupported } });
    expect(config).toMatchObject({ viaOpenssh: true });
    expect(config.next[0]).toMatch(/sets GSSAPIAuthentication .* own ssh/);
    const only = m.connection({ ...refused, params: { ...refused.params, unsupported, noOpenssh: 1 } });
    expect(only.next[0]).toMatch(/sets GSSAPIAuthentication for this host, which only ssh itself honours\.$/);
    expect(m.explainCode('connection.algorithms')?.doThis[0]).toMatch(/own ssh.*not work on Windows yet\.$/);
  });

  test('what the host had said stands behind it', () => {
    const params = { host: 'mid1', user: 'jo', tried: 'password', offered: 'password', told: 'Denied {host}' };
    const { message } = m.connection({ code: 'auth-failed', phase: 'auth', params });
    expect(message).toMatch(/^mid1 refused jo\. .* Before that, the host said: Denied \{host\}$/);
  });

  test("the look's own time limit is said to be that, and not the host's silence", () => {
    const said = m.connection({ code: 'timeout', phase: 'banner', params: { host: 'mid1', lookLimit: 2 } });
    expect(said.message).toBe('The time limit of 2 s was reached while connecting to mid1 (before it named itself).');
    expect(said.next[0]).toContain('--timeout');
  });
});
