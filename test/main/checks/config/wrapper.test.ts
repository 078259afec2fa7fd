import { describe, expect, test } from 'vitest';
import { judge } from '../../../../src-main/checks/judge.ts';
import type { Evidence } from '../../../../src-main/model/evidence.ts';
import { evidenceOf, located, NOW, RUNNING, STOPPED, service } from '../../../fakes/evidence.ts';
import { flawsOf } from '../../../fakes/sentences.ts';

const judged = (check: string, ...evidence: readonly Evidence[]) => {
  const { findings } = judge([located(), ...evidence], { complete: true });
  const own = findings.filter((f) => f.check === check);
  expect(own.flatMap(flawsOf)).toEqual([]);
  return own;
};

const INCLUDE = ':wrapper-include wrapper.conf optional there ../conf/wrapper-override.conf';
const files = (override: readonly string[], facts: readonly string[] = [INCLUDE]) =>
  evidenceOf('config', [
    ':config-state read',
    '@wrapper.conf grep',
    ' 1:#encoding=UTF-8',
    ' 3:wrapper.java.initmemory=10',
    ' 4:wrapper.java.maxmemory=1024',
    '=0',
    '@wrapper-override.conf grep',
    ...override.map((text, i) => ` ${i + 1}:${text}`),
    '=0',
    ...facts,
  ]);

describe('the settings of the wrapper', () => {
  const wrapper = (evidence: Evidence, state: readonly string[] = STOPPED) =>
    judged('config.wrapper', evidence, service(...state));

  test.each<[string[], string, string | undefined, string[]?]>([
    [[], 'pass', undefined],
    [['wrapper.java.maxmemory=4096'], 'pass', undefined],
    [['wrapper.java.maxmemory=4g'], 'warn', 'not-a-number'],
    [['wrapper.java.maxmemory=-5'], 'warn', 'not-a-number'],
    [['wrapper.java.initmemory=2048'], 'warn', 'init-above-max'],
    [['wrapper.java.additional.1=-Xmx4096m'], 'warn', 'no-effect'],
    [['wrapper.java.maxmemory=0', 'wrapper.java.additional.1=-Xmx4096m'], 'pass', undefined],
    [[], 'warn', 'option-gap', [':wrapper-numbers 101 102 1 3']],
    [['wrapper.ignore_sequence_gaps=TRUE'], 'pass', undefined, [':wrapper-numbers 101 102 1 3']],
    [[], 'pass', undefined, [':wrapper-numbers 101 103 2 1 3']],
    [[], 'pass', undefined, [':wrapper-numbers 101', ':wrapper-numbers']],
    [[], 'warn', 'option-again', [':wrapper-numbers 1', ':wrapper-again wrapper-override.conf 1 wrapper.conf']],
    [[], 'pass', undefined, [':wrapper-numbers x 99999999999999999999', ':wrapper-again garbage']],
  ])('%o: %s %s %o', (override, status, variant, facts = []) => {
    const [found, ...rest] = wrapper(files(override, [INCLUDE, ...facts]));
    expect(rest).toEqual([]);
    expect(found).toMatchObject({ code: 'config.wrapper-invalid', status, ...(variant ? { variant } : {}) });
  });

  test.each([
    [[], 'warn', 'not-included'],
    [[INCLUDE, ':wrapper-encoding-unknown wrapper-override.conf KLINGON'], 'fail', 'encoding'],
    [[INCLUDE, ':wrapper-not-utf8 wrapper.conf 7 UTF-8'], 'fail', 'not-utf8'],
    [[INCLUDE, ':wrapper-not-utf8 wrapper.conf 7 -'], 'warn', 'no-encoding'],
    [[INCLUDE, ':wrapper-not-utf8 wrapper.conf 7 ISO-8859-1'], 'pass', undefined],
    [[INCLUDE, ':wrapper-include wrapper.conf required missing local.conf'], 'fail', 'include'],
    [[INCLUDE, ':wrapper-include wrapper.conf optional missing local.conf'], 'pass', undefined],
    [[INCLUDE, ':wrapper-include wrapper.conf garbage'], 'pass', undefined],
  ])('with %o: %s %s', (facts, status, variant) => {
    expect(wrapper(files([], facts))).toMatchObject([{ status, ...(variant ? { variant } : {}) }]);
  });

  test('that are missing fail, and warn while it runs', () => {
    const missing = evidenceOf('config', [':config-state read', ':wrapper-missing wrapper.conf']);
    expect(wrapper(missing)).toMatchObject([{ status: 'fail', variant: 'no-conf' }]);
    expect(wrapper(missing, RUNNING)).toMatchObject([{ status: 'warn', variant: 'no-conf' }]);
  });

  test('that were not read are unknown', () => {
    expect(wrapper(evidenceOf('config', ['garbage']))).toMatchObject([{ status: 'unknown', needs: 'evidence' }]);
    expect(wrapper(evidenceOf('config', [':config-state read', ':wrapper-no-rights wrapper.conf']))).toMatchObject([
      { status: 'unknown', needs: 'read-rights' },
    ]);
  });
});

describe('settings changed since the start', () => {
  // The Java of RUNNING has been up for 3999 s.
  const changed = (config: number, override: number, state: readonly string[] = RUNNING) =>
    judged(
      'config.changed',
      files([], [INCLUDE, `:config-mtime ${config}`, `:wrapper-mtime wrapper-override.conf ${override}`]),
      service(...state),
    );

  test('are named, and those that the agent wrote as it started are not', () => {
    expect(changed(NOW - 9000, NOW - 9000)).toMatchObject([{ status: 'pass' }]);
    expect(changed(NOW - 3900, NOW - 9000)).toMatchObject([{ status: 'pass' }]);
    expect(changed(NOW - 60, NOW - 30)).toMatchObject([
      {
        code: 'config.changed-since-start',
        status: 'info',
        params: { files: 'config.xml, conf/wrapper-override.conf', ago: 30 },
      },
    ]);
  });

  test('are nothing to speak of while it is stopped', () => {
    expect(changed(NOW, NOW, STOPPED)).toEqual([]);
  });
});
