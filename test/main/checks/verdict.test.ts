import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../../src-main/checks/catalogue.ts';
import { CAUSES, explainedBy } from '../../../src-main/checks/causes.ts';
import { decideVerdict, type VerdictOptions } from '../../../src-main/checks/verdict.ts';
import { canBeCause, FINDING_CODES, type FindingCode, stepOfCode } from '../../../src-main/model/codes.ts';
import type { Finding } from '../../../src-main/model/finding.ts';

const finding = (code: FindingCode, status: Finding['status'], more: Partial<Finding> = {}): Finding => ({
  code,
  step: stepOfCode(code),
  status,
  params: {},
  evidence: [],
  check: 'a.check',
  ...more,
});
const fail = (code: FindingCode, more: Partial<Finding> = {}) => finding(code, 'fail', more);
const o: VerdictOptions = { instanceLooked: false, deciding: new Set(['deciding']) };
const causeOf = (...findings: Finding[]) => decideVerdict(findings, o).cause?.finding.code;

describe('the table of causes', () => {
  test('has no cycle', () => {
    const state = new Map<FindingCode, 'open' | 'done'>();
    const visit = (code: FindingCode, path: readonly FindingCode[]): void => {
      if (state.get(code) === 'done') return;
      expect(path, `${[...path, code].join(' > ')}`).not.toContain(code);
      state.set(code, 'open');
      for (const other of explainedBy(code)) visit(other, [...path, code]);
      state.set(code, 'done');
    };
    for (const code of FINDING_CODES) visit(code, []);
  });

  test('has a row for each code that can be a cause and that something can follow from', () => {
    const without = FINDING_CODES.filter((code) => canBeCause(code) && !CAUSES[code]);
    expect(without).toEqual([]);
  });

  test('names what says so, in each row, and nothing in it twice', () => {
    for (const [code, { explains, source }] of Object.entries(CAUSES)) {
      expect(source, code).toMatch(
        /KB\d{7}|inference|ocumentation|MID Server|\w\(\d\)|Java Service Wrapper|RFC|release notes|bin\/mid\.sh|config\.xml|[Ss]upport knowledge base/,
      );
      expect(new Set(explains).size, code).toBe(explains.length);
    }
  });

  test('nothing explains itself, and Down is explained by all that is found on the host', () => {
    for (const code of FINDING_CODES) expect(explainedBy(code).has(code)).toBe(false);
    const own = FINDING_CODES.filter(
      (c) => canBeCause(c) && /^(locate|service|host|config|network|credentials)\./.test(c),
    );
    expect(own.filter((code) => !explainedBy(code).has('status.down') && code !== 'service.paused')).toEqual([]);
  });

  test.each<[FindingCode, FindingCode[]]>([
    ['host.disk-full', ['service.crash-loop', 'service.failed-to-start', 'service.stopped', 'status.down']],
    ['config.malformed', ['service.failed-to-start', 'service.crash-loop', 'credentials.rejected', 'service.stopped']],
    ['config.placeholder', ['config.url-invalid', 'network.dns', 'credentials.rejected', 'service.stopped']],
    ['config.missing', ['service.failed-to-start', 'network.dns']],
    ['config.url-invalid', ['network.dns', 'network.not-an-instance']],
    ['network.dns', ['network.tcp-timeout', 'credentials.rejected', 'status.down']],
    ['network.proxy-needed', ['network.tcp-timeout', 'network.tcp-refused']],
    ['service.stale-pid', ['service.stopped', 'service.failed-to-start']],
    ['service.java-missing', ['service.failed-to-start', 'service.crash-loop']],
    ['service.crash-loop', ['service.stopped', 'verify.not-growing']],
    ['credentials.locked-out', ['credentials.rejected']],
    ['credentials.rejected', ['status.down']],
    ['upgrade.in-progress', ['service.stopped', 'verify.not-growing', 'network.tcp-refused']],
  ])('%s explains %s', (cause, explained) => {
    const all = [cause, ...explained].map((code) => fail(code)).toReversed();
    const verdict = decideVerdict(all, o);
    expect(verdict.status).toBe('problem');
    expect(verdict.cause?.finding.code).toBe(cause);
    expect(verdict.cause?.explains).toEqual(expect.arrayContaining(explained));
  });
});

describe('the verdict', () => {
  test('nothing at all is undetermined', () => {
    expect(decideVerdict([], o)).toMatchObject({ status: 'undetermined', next: { key: 'run-the-steps' } });
    expect(decideVerdict([finding('network.slow', 'info')], o).status).toBe('undetermined');
  });

  test('all well is ok, and says what would make it surer', () => {
    const well = [finding('service.running', 'pass'), finding('network.slow', 'info')];
    expect(decideVerdict(well, o)).toMatchObject({ status: 'ok', cause: null, next: { key: 'connect-instance' } });
    expect(decideVerdict(well, { ...o, instanceLooked: true }).next.key).toBe('nothing-to-do');
  });

  test('the order is problem, undetermined, warning, ok', () => {
    const ok = finding('service.running', 'pass');
    const warn = finding('host.disk-low', 'warn');
    const open = finding('host.permissions', 'unknown', { check: 'deciding', needs: 'root' });
    expect(decideVerdict([ok, warn], o)).toMatchObject({
      status: 'warning',
      cause: null,
      next: { key: 'look-at-warning' },
    });
    expect(decideVerdict([ok, warn, open], o)).toMatchObject({
      status: 'undetermined',
      next: { key: 'give-what-is-needed', params: { needs: 'root' } },
    });
    expect(decideVerdict([ok, warn, open, fail('service.stopped')], o).status).toBe('problem');
  });

  test('what does not decide may be unknown', () => {
    const open = finding('host.clock-skew', 'unknown', { needs: 'instance' });
    expect(decideVerdict([finding('service.running', 'pass'), open], o).status).toBe('ok');
  });

  test('an answer by hand closes an open question, and makes a cause possible at most', () => {
    const open = finding('network.dns', 'unknown', { check: 'deciding', needs: 'tool' });
    const yes = finding('network.reachable', 'pass', { check: 'by-hand', byHand: true });
    expect(decideVerdict([open, yes], o).status).toBe('ok');
    const no = fail('network.reachable', { check: 'by-hand', byHand: true });
    expect(decideVerdict([no], o).cause?.confidence).toBe('possible');
    expect(causeOf(no, fail('credentials.rejected', { certainty: 'likely' }))).toBe('credentials.rejected');
  });

  test('several agents ask for a choice', () => {
    const several = finding('locate.several', 'unknown', { needs: 'agent-folder' });
    expect(decideVerdict([several], o)).toMatchObject({ status: 'undetermined', next: { key: 'choose-agent' } });
  });

  test('a lost connection asks for another', () => {
    const lost = finding('host.disk-full', 'unknown', { check: 'deciding', needs: 'connection' });
    expect(decideVerdict([lost, finding('service.running', 'pass')], o).next.key).toBe('reconnect');
  });

  test('an upgrade in progress comes before everything, and its next action is to wait', () => {
    const verdict = decideVerdict([fail('host.disk-full'), fail('upgrade.in-progress'), fail('service.stopped')], o);
    expect(verdict).toMatchObject({
      status: 'problem',
      cause: { finding: { code: 'upgrade.in-progress' } },
      next: { key: 'wait-for-upgrade' },
    });
  });

  test('the certain one of two findings of one code gives the confidence', () => {
    const verdict = decideVerdict([fail('network.dns', { certainty: 'likely' }), fail('network.dns')], o);
    expect(verdict.cause?.confidence).toBe('certain');
    expect(decideVerdict([fail('network.dns', { certainty: 'likely' })], o).cause?.confidence).toBe('likely');
  });

  test('only the steps that were asked for count', () => {
    const all = [fail('service.stopped'), finding('network.reachable', 'pass')];
    expect(decideVerdict(all, { ...o, steps: ['network'] }).status).toBe('ok');
  });

  test('the deciding checks of the catalogue are those of the design', () => {
    const deciding = CHECKS.filter((c) => c.deciding).map((c) => c.id);
    for (const id of ['config.file', 'config.xml', 'network.name', 'network.tcp', 'network.tls', 'network.http'])
      expect(deciding).toContain(id);
  });
});

const anyFinding = fc
  .record({
    code: fc.constantFrom(...FINDING_CODES),
    status: fc.constantFrom<Finding['status']>('pass', 'warn', 'fail', 'unknown', 'info'),
    check: fc.constantFrom('deciding', 'other'),
    certainty: fc.constantFrom<Finding['certainty']>('certain', 'likely', 'possible'),
    byHand: fc.boolean(),
  })
  .map(({ code, status, check, certainty, byHand }) =>
    finding(code, status, { check, ...(certainty ? { certainty } : {}), ...(byHand ? { byHand: true as const } : {}) }),
  );

test('any findings, in any order, give one verdict that keeps its promises', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (findings, dice) => {
      const before = JSON.stringify(findings);
      const verdict = decideVerdict(findings, o);
      const shuffled = findings
        .map((f) => ({ f, at: dice.next().value }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ f }) => f);
      expect(decideVerdict(shuffled, o)).toEqual(verdict);
      expect(JSON.stringify(findings)).toBe(before);
      const failing = findings.filter((f) => f.status === 'fail');
      expect(verdict.status === 'problem').toBe(failing.length > 0);
      expect(verdict.cause === null).toBe(failing.length === 0);
      if (!verdict.cause) return;
      expect(verdict.cause.finding.status).toBe('fail');
      expect(verdict.cause.explains).not.toContain(verdict.cause.finding.code);
      if (verdict.cause.finding.byHand) expect(verdict.cause.confidence).toBe('possible');
      if (verdict.cause.finding.code !== 'upgrade.in-progress')
        expect(failing.some((f) => explainedBy(f.code).has(verdict.cause?.finding.code ?? 'status.up'))).toBe(false);
    }),
    { numRuns: 500 },
  );
});
