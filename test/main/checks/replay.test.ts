import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judge } from '../../../src-main/checks/judge.ts';
import { decideVerdict } from '../../../src-main/checks/verdict.ts';
import { messagesFor } from '../../../src-main/messages/index.ts';
import { parseCapture } from '../../../src-main/model/capture.ts';
import { canBeCause, isFindingCode } from '../../../src-main/model/codes.ts';
import { BY_HAND, editedBy } from '../../fixtures/hosts/by-hand.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/hosts');

type Expected = {
  readonly status: string;
  readonly cause: string | null;
  readonly confidence: string | null;
  readonly failing: readonly string[];
};

/** What `midup capture` saved of hosts, each with what it has to come to under `expect`. */
const hosts = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    const { title, expect: expected } = JSON.parse(text) as { title: string; expect: Expected };
    return { id: name.slice(0, -'.json'.length), title, expected, text };
  });

describe('evidence of hosts as they were', () => {
  test.each(hosts)('$id: $title', ({ text, expected }) => {
    const { evidence, failed } = parseCapture(text);
    const { findings } = judge(evidence, { complete: true, ...(failed && { failed }) });
    const verdict = decideVerdict(findings, { instanceLooked: false });
    const failing = findings.filter((f) => f.status === 'fail').map((f) => f.code);
    const { status, cause } = verdict;
    expect({
      status,
      cause: cause?.finding.code ?? null,
      confidence: cause?.confidence ?? null,
      failing: [...new Set(failing)].toSorted(),
    }).toEqual(expected);
    const explained = new Set<string>(cause ? [cause.finding.code, ...cause.explains] : []);
    expect(failing.filter((code) => !explained.has(code))).toEqual([]);
    expect(messagesFor('en').next(verdict)).toMatch(/\S.{10,}/);
  });

  test('are many, of many causes, and some of them sound', () => {
    const causes = new Set(hosts.flatMap(({ expected }) => expected.cause ?? []));
    expect(hosts.length).toBeGreaterThanOrEqual(140);
    expect(causes.size).toBeGreaterThanOrEqual(50);
    expect([...causes].filter((code) => !(isFindingCode(code) && canBeCause(code)))).toEqual([]);
    expect(hosts.filter(({ expected }) => expected.status === 'ok').length).toBeGreaterThanOrEqual(15);
  });

  test('hold no secret that the hosts had, and nothing of where they were recorded', () => {
    for (const { id, text } of hosts)
      expect(text, id).not.toMatch(
        /q83vEjRWeJq|hunter22|BEGIN [A-Z ]*PRIVATE KEY|\/tmp\/midup-|\/tmp\/capt|\/work\/main/,
      );
  });
});

describe('evidence edited by hand, of hosts that could not be had', () => {
  test.each(BY_HAND)('$id: $title', (one) => {
    const recorded = hosts.find(({ id }) => id === one.from);
    if (!recorded) throw new Error(`there is no recorded ${one.from}`);
    const { findings } = judge(editedBy(parseCapture(recorded.text).evidence, one), { complete: true });
    const verdict = decideVerdict(findings, { instanceLooked: false });
    const bad = findings.filter((f) => f.status === 'fail').map((f) => `${f.code} ${f.check}`);
    const { also: _, ...expected } = one.expect;
    expect(
      {
        status: verdict.status,
        cause: verdict.cause?.finding.code ?? null,
        confidence: verdict.cause?.confidence ?? null,
      },
      bad.join('\n'),
    ).toEqual(expected);
    const failing = new Set<string>(findings.filter((f) => f.status === 'fail').map((f) => f.code));
    expect([...failing]).toEqual(expect.arrayContaining([...(one.expect.also ?? [])]));
    const explained = new Set<string>(verdict.cause ? [verdict.cause.finding.code, ...verdict.cause.explains] : []);
    expect([...failing].filter((code) => !explained.has(code))).toEqual([]);
  });
});
