import type { Finding } from '../../model/finding.ts';
import { defineCheck, type SayMore } from '../define.ts';
import { type ConfigEvidence, configProbe, type WrapperSetting } from '../probes/config.ts';
import { serviceProbe } from '../probes/service.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { wrapperProbe } from '../probes/wrapper.ts';
import { serviceState } from '../service/state.ts';
import { handsOff } from '../upgrade/state.ts';

/** What a 32-bit Java can reserve at most, MB. Source: KB0647664; inference. */
const HEAP_32_BIT = 3072;

type Fault = {
  readonly status: 'fail' | 'warn';
  readonly variant: string;
  readonly params: Finding['params'];
  readonly line: number;
};

/**
 * Settings with which the wrapper does not start, or starts Java otherwise than was meant. What it does with each was
 * tried with Java Service Wrapper 3.5.51. Sources: its documentation; the agent's own wrapper.conf; KB0647664.
 */
export const wrapperConfCheck = defineCheck({
  id: 'config.wrapper',
  step: 'host',
  code: 'config.wrapper-invalid',
  needs: { config: configProbe },
  uses: { wrapper: wrapperProbe, service: serviceProbe, upgrade: upgradeProbe },
  judge: ({ config, wrapper, service, upgrade }, say) => {
    // An upgrade writes wrapper.conf anew.
    if (handsOff(upgrade)) return [];
    // What runs was started with these files as they were; it is the next start that fails.
    const runs = service !== undefined && serviceState(service, wrapper).kind === 'running';
    const found = [
      ...faultsOfFiles(config),
      ...faultsOfHeap(config, wrapper?.javaBuilt?.bits),
      ...faultsOfOptions(config),
    ];
    const fault = found.find((f) => f.status === 'fail') ?? found[0];
    if (fault) {
      const more: SayMore = { variant: fault.variant, evidence: [{ id: configProbe.id, lines: [fault.line] }] };
      const bad = fault.status === 'warn' || runs ? say.warn : say.fail;
      return [bad('config.wrapper-invalid', fault.params, more)];
    }
    if (!config.wrapperFiles.some((f) => f.name === 'wrapper.conf'))
      return [say.unknown('config.wrapper-invalid', config.state === undefined ? 'evidence' : 'read-rights')];
    return [say.pass('config.wrapper-invalid')];
  },
});

const faultsOfFiles = (config: ConfigEvidence): readonly Fault[] => {
  const faults: Fault[] = [];
  if (config.wrapperMissing.includes('wrapper.conf'))
    faults.push({ status: 'fail', variant: 'no-conf', params: { file: 'conf/wrapper.conf' }, line: 1 });
  for (const { name, unknownEncoding, notUtf8, includes, line } of config.wrapperFiles) {
    const file = `conf/${name}`;
    if (unknownEncoding !== undefined)
      faults.push({ status: 'fail', variant: 'encoding', params: { file, encoding: unknownEncoding }, line });
    if (notUtf8 && /^utf-?8$/i.test(notUtf8.encoding ?? ''))
      faults.push({ status: 'fail', variant: 'not-utf8', params: { file, row: notUtf8.line }, line });
    else if (notUtf8?.encoding === null)
      faults.push({ status: 'warn', variant: 'no-encoding', params: { file, row: notUtf8.line }, line });
    for (const include of includes)
      if (include.missing && include.required)
        faults.push({ status: 'fail', variant: 'include', params: { file, path: include.path }, line });
  }
  const conf = config.wrapperFiles.find((f) => f.name === 'wrapper.conf');
  const override = config.wrapperFiles.find((f) => f.name === 'wrapper-override.conf');
  const included = conf?.includes.some(({ path }) => path.endsWith('wrapper-override.conf'));
  if (conf && override && !included)
    faults.push({ status: 'warn', variant: 'not-included', params: { file: 'conf/wrapper.conf' }, line: conf.line });
  return faults;
};

const faultsOfHeap = ({ wrapper }: ConfigEvidence, bits: number | undefined): readonly Fault[] => {
  const most = wrapper.findLast((s) => s.key === 'wrapper.java.maxmemory');
  const first = wrapper.findLast((s) => s.key === 'wrapper.java.initmemory');
  const faults: Fault[] = [];
  for (const setting of [most, first])
    if (setting && !/^\d{1,9}$/.test(setting.value))
      faults.push(fault(setting, 'not-a-number', { taken: megabytes(setting) }));
  if (most && first && megabytes(most) > 0 && megabytes(first) > megabytes(most))
    faults.push(fault(first, 'init-above-max', { most: megabytes(most) }));
  const heap = Math.max(megabytes(most), megabytes(first));
  if (most && bits === 32 && heap > HEAP_32_BIT)
    faults.push({ ...fault(most, '32-bit', { most: heap }), status: 'fail' });
  const ownHeap = wrapper.findLast((s) => s.key.startsWith('wrapper.java.additional.') && s.value.startsWith('-Xmx'));
  if (ownHeap && megabytes(most) > 0) faults.push(fault(ownHeap, 'no-effect', { most: megabytes(most) }));
  return faults;
};

/** ServiceNow's own options begin here. Source: the agent's own wrapper-override.conf. */
const RESERVED_FROM = 101;

/** The wrapper passes over what comes behind a number that is left out, unless it is told not to. */
const faultsOfOptions = ({ wrapper, javaOptions: { numbers, again } }: ConfigEvidence): readonly Fault[] => {
  const faults: Fault[] = again.map(({ number, file, from, line }) => ({
    status: 'warn',
    variant: 'option-again',
    params: { setting: `wrapper.java.additional.${number}`, file: `conf/${file}`, from: `conf/${from}` },
    line,
  }));
  const gaps = wrapper.findLast((s) => s.key === 'wrapper.ignore_sequence_gaps')?.value ?? '';
  const own = new Set(numbers.filter((n) => n < RESERVED_FROM));
  const missing = Array.from({ length: RESERVED_FROM }, (_, i) => i + 1).find((n) => !own.has(n)) ?? RESERVED_FROM;
  const lost = [...own].filter((n) => n > missing).toSorted((a, b) => a - b);
  if (lost.length > 0 && !/^true$/i.test(gaps))
    faults.push({ status: 'warn', variant: 'option-gap', params: { missing, numbers: lost.join(', ') }, line: 1 });
  return faults;
};

const fault = ({ key, value, file, line }: WrapperSetting, variant: string, more: Finding['params']): Fault => ({
  status: 'warn',
  variant,
  params: { setting: key, value: value.slice(0, 100), file: `conf/${file}`, ...more },
  line,
});

/** The digits that a value begins with, as the wrapper takes it. */
const megabytes = (setting: WrapperSetting | undefined): number =>
  Number(/^\d{1,9}/.exec(setting?.value ?? '')?.[0] ?? 0);
