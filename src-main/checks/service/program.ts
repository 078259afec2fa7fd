import { defineCheck } from '../define.ts';
import { serviceProbe } from '../probes/service.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { machineName, type WrapperBinary, type WrapperEvidence, wrapperProbe } from '../probes/wrapper.ts';
import { quietly } from './quiet.ts';
import { serviceState } from './state.ts';
import { wrapperRuns } from './wrapper-log.ts';

/** The wrapper's program: there, executable, and for this machine. Source: the control script's own search for it. */
export const wrapperCheck = defineCheck({
  id: 'service.wrapper',
  step: 'service',
  code: 'service.wrapper-missing',
  needs: { wrapper: wrapperProbe },
  uses: { service: serviceProbe, upgrade: upgradeProbe },
  judge: ({ wrapper, service, upgrade }, plain) => {
    const { binaries, host } = wrapper;
    if (binaries === undefined) return [plain.unknown('service.wrapper-missing', 'evidence')];
    const say = quietly(plain, upgrade);
    // What runs now is in memory; it is the next start that fails.
    const runs = service && serviceState(service, wrapper).kind === 'running';
    const bad = runs ? say.warn : say.fail;
    const at = (b: WrapperBinary) => ({ evidence: [{ id: wrapperProbe.id, lines: [b.line] }] });
    const usable = binaries.filter((b) => b.state === 'ok');
    const all = usable.filter((b) => !b.built || !host || fits(b.built, host));
    const fitting = all.find((b) => !wrapper.loaders.has(b.path)) ?? all[0];
    const without = fitting && withoutLoader(wrapper, fitting.path);
    if (without) return [bad('service.wrong-architecture', without.params, without.more)];
    if (fitting) return [say.pass('service.wrapper-missing', { file: fitting.path }, at(fitting))];
    const [other] = usable;
    if (other?.built && host)
      return [
        bad(
          'service.wrong-architecture',
          { file: other.path, built: machineName(other.built), host: machineName(host) },
          at(other),
        ),
      ];
    const [broken] = binaries;
    if (!broken) return [bad('service.wrapper-missing')];
    if (broken.state === 'unknown') return [plain.unknown('service.wrapper-missing', 'read-rights')];
    const params = { file: broken.path };
    const { state } = broken;
    const variant = state === 'not-executable' || state === 'empty' || state === 'no-program' ? state : 'broken';
    return [bad('service.wrapper-missing', params, { ...at(broken), variant })];
  },
});

/** Source: execve(2), ENOENT; documentation: MID Server system requirements (glibc). */
const withoutLoader = ({ loaders }: WrapperEvidence, file: string) => {
  const found = loaders.get(file);
  if (!found) return undefined;
  const evidence = [{ id: wrapperProbe.id, lines: [found.line] }];
  return { params: { file, loader: found.loader }, more: { evidence, variant: 'loader' } };
};

/** 64-bit x86 also runs 32-bit programs, where their libraries are installed. */
const fits = (built: { bits: number; machine: number }, host: { bits: number; machine: number }): boolean =>
  (built.machine === host.machine && built.bits === host.bits) || (host.machine === 62 && built.machine === 3);

/** The Java that the wrapper starts. Source: wrapper.java.command in the agent's wrapper.conf; KB0778272. */
export const javaCheck = defineCheck({
  id: 'service.java',
  step: 'service',
  code: 'service.java-missing',
  needs: { wrapper: wrapperProbe },
  uses: { service: serviceProbe, upgrade: upgradeProbe },
  judge: ({ wrapper, service, upgrade }, plain) => {
    const { java, javaPath, javaCommand, javaLine } = wrapper;
    const say = quietly(plain, upgrade);
    const runs = service && serviceState(service, wrapper).kind === 'running';
    const bad = runs ? say.warn : say.fail;
    const more = { evidence: [{ id: wrapperProbe.id, lines: [javaLine] }] };
    const path = javaPath ?? javaCommand ?? '';
    switch (java) {
      case 'ok': {
        const wrong = wrongMachine(wrapper);
        if (wrong) return [bad('service.wrong-architecture', { file: path, ...wrong }, more)];
        const without = withoutLoader(wrapper, path);
        if (without) return [bad('service.wrong-architecture', without.params, without.more)];
        return [say.pass('service.java-missing', { path }, more)];
      }
      case 'missing':
      case 'dangling':
        if (javaPath !== undefined) return [bad('service.java-missing', { path }, more)];
        // The service may have another PATH than who looks; that it was not found by it, only the wrapper can say.
        return [
          bad(
            'service.java-missing',
            { path },
            { ...more, variant: 'not-on-path', ...(notStarted(wrapper) ? {} : { certainty: 'likely' }) },
          ),
        ];
      case 'not-executable':
      case 'directory':
      case 'empty':
      case 'no-program':
        return [bad('service.java-missing', { path }, { ...more, variant: java })];
      // Without a readable wrapper.conf nothing says which Java it is; config.wrapper-invalid speaks of that file.
      case 'unset':
      case 'unknown':
      case undefined:
        return [plain.unknown('service.java-missing', wrapper.confState === 'read' ? 'evidence' : 'read-rights')];
    }
  },
});

const notStarted = ({ events }: WrapperEvidence): boolean =>
  /Unable to start J/i.test(wrapperRuns(events ?? []).at(-1)?.problem?.message ?? '');

const wrongMachine = ({ javaBuilt, host }: WrapperEvidence) =>
  javaBuilt && host && !fits(javaBuilt, host) ? { built: machineName(javaBuilt), host: machineName(host) } : undefined;
