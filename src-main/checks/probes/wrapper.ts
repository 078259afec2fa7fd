import { defineScriptProbe } from '../define.ts';
import { logClock } from '../log-clock.ts';
import { localTime, timeOfLine } from '../service/wrapper-log.ts';
import { type Section, type Transcript, wholeNumber } from '../transcript.ts';
import script from './wrapper.sh?raw';

/** `no-program`: neither an ELF file nor a script, as a cut download or a saved error page is. */
export type FileState =
  | 'ok'
  | 'missing'
  | 'not-executable'
  | 'directory'
  | 'dangling'
  | 'empty'
  | 'no-program'
  | 'unknown';
export type WrapperBinary = {
  readonly path: string;
  readonly state: FileState;
  /** What its ELF header says it was built for; undefined where it is no ELF file or cannot be read. */
  readonly built: Built | undefined;
  readonly line: number;
};
/** Class and machine of an ELF header, e.g. 64 bits and 62 (x86-64). */
export type Built = { readonly bits: 32 | 64; readonly machine: number };

/** bin/mid.sh, or its settings. `crlf`: its lines end as those of Windows do. */
export type ControlFile = {
  readonly path: string;
  readonly name: 'mid.sh' | 'mid.shconf' | 'mid.shconf_override';
  readonly state: FileState | 'crlf';
  readonly line: number;
};

export type WrapperEvidence = {
  readonly confState: 'read' | 'unreadable' | 'missing' | undefined;
  readonly machine: string | undefined;
  readonly host: Built | undefined;
  /** Undefined where the folder of binaries could not be looked into. */
  readonly binaries: readonly WrapperBinary[] | undefined;
  /** Programs whose loader is not there, by their paths. */
  readonly loaders: ReadonlyMap<string, { readonly loader: string; readonly line: number }>;
  readonly controls: readonly ControlFile[];
  /** False where a unit starts the wrapper without the control script. */
  readonly controlUsed: boolean;
  readonly javaCommand: string | undefined;
  readonly javaPath: string | undefined;
  readonly java: FileState | 'unset' | undefined;
  readonly javaBuilt: Built | undefined;
  /** As its release file or the program itself says: `17.0.12`, `1.8.0_181`. */
  readonly javaVersion: string | undefined;
  readonly javaVersionLine: number;
  readonly javaLine: number;
  /** By the clock of the wrapper's log, whichever time zone that is in; milliseconds, as `wrapper-log.ts` reckons. */
  readonly nowLocal: number | undefined;
  readonly log: string | undefined;
  /** Seconds of the epoch at which that log was last written. */
  readonly logTime: number | undefined;
  /** The wrapper's own sentences; undefined where the log could not be read. */
  readonly events: readonly string[] | undefined;
  /** Line number in the evidence of the first of `events`. */
  readonly eventsLine: number;
  readonly logMissing: boolean;
  /** The settings switch it off: no name, or the level NONE. */
  readonly logOff: boolean;
};

/** Wrapper, Java and launches. Sources: the agent's own wrapper.conf and mid.sh; Java Service Wrapper documentation. */
export const wrapperProbe = defineScriptProbe<WrapperEvidence>({
  id: 'wrapper',
  wholeOnly: true,
  step: 'service',
  script,
  limitS: 8,
  needsAgent: true,
  parse: (t) => {
    const events: Section | undefined = t.section('events');
    return {
      confState: CONF_STATES.find((s) => s === t.value('conf')),
      machine: t.value('machine'),
      host: builtOf(t.value('host-elf')),
      binaries: binariesOf(t),
      loaders: loadersOf(t),
      controls: controlsOf(t),
      controlUsed: t.value('control-used') !== 'no',
      javaCommand: t.value('java-command'),
      javaPath: t.value('java-path'),
      java: asProgram(
        STATES.find((s) => s === t.value('java')),
        t.value('java-elf'),
      ),
      javaBuilt: builtOf(t.value('java-elf')),
      javaVersion: t.value('java-version') || undefined,
      javaVersionLine: t.fact('java-version')?.line ?? 1,
      javaLine: t.fact('java')?.line ?? 1,
      nowLocal: nowInLog(t),
      log: t.value('log'),
      logTime: t.number('log-time'),
      events: events?.output,
      eventsLine: (events?.line ?? 0) + 1,
      logOff: t.fact('log-off') !== undefined,
      logMissing: t.value('log-state') === 'missing',
    };
  },
});

const nowInLog = (t: Transcript): number | undefined => {
  const [here, now, written] = [localTime(t.value('now-local')), t.number('now'), t.number('log-time')];
  if (here === undefined || now === undefined || written === undefined) return here;
  const lines = [...(t.section('events')?.output ?? []), ...(t.section('tail')?.output ?? [])];
  const last = lines.map(timeOfLine).findLast((at) => at !== undefined);
  return here + logClock(last, here - (now - written) * 1000).zone * 1000;
};

const CONF_STATES = ['read', 'unreadable', 'missing'] as const;
const STATES = ['ok', 'missing', 'not-executable', 'directory', 'dangling', 'empty', 'unknown', 'unset'] as const;

const binariesOf = (t: Transcript): readonly WrapperBinary[] | undefined => {
  const found = t.all('wrapper').flatMap(({ value, line }): WrapperBinary[] => {
    const [, word, header, path] = /^(\S+) (\S*) (\/.*)$/s.exec(value) ?? [];
    const state = STATES.find((s) => s === word);
    return state && state !== 'unset' && path
      ? [{ path, state: asProgram(state, header), built: builtOf(header), line }]
      : [];
  });
  if (found.length === 0 && t.value('bin') === undefined) return undefined;
  return found;
};

const loadersOf = (t: Transcript): WrapperEvidence['loaders'] =>
  new Map(
    t.all('loader-missing').flatMap(({ value, line }) => {
      const [, loader, path] = /^(\/\S+) (\/.*)$/s.exec(value) ?? [];
      return loader && path ? [[path, { loader, line }] as const] : [];
    }),
  );

const controlsOf = (t: Transcript): readonly ControlFile[] =>
  t.all('control').flatMap(({ value, line }): ControlFile[] => {
    const [, word, path] = /^(\S+) (\/.*)$/s.exec(value) ?? [];
    const state = word === 'crlf' ? word : STATES.find((s) => s === word);
    const name = CONTROLS.find((n) => path?.endsWith(`/${n}`));
    return path && name && state && state !== 'unset' ? [{ path, name, state, line }] : [];
  });
const CONTROLS = ['mid.sh', 'mid.shconf', 'mid.shconf_override'] as const;

/** Only its first bytes tell whether the kernel would run it: an ELF file, or a script that names its interpreter. */
const asProgram = <S extends string | undefined>(state: S, hex: string | undefined): S | 'no-program' =>
  state === 'ok' && /^[0-9a-f]+$/.test(hex ?? '') && !/^(?:7f454c46|2321)/.test(hex ?? '') ? 'no-program' : state;

/** The first 20 bytes of an ELF file in hexadecimal; the byte order of the machine number is the file's own. */
const builtOf = (hex: string | undefined): Built | undefined => {
  if (hex === undefined || !/^7f454c46[0-9a-f]{32}$/.test(hex)) return undefined;
  const byte = (at: number) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16);
  const bits = byte(4) === 1 ? 32 : byte(4) === 2 ? 64 : undefined;
  if (bits === undefined) return undefined;
  return { bits, machine: byte(5) === 2 ? byte(18) * 256 + byte(19) : byte(18) + byte(19) * 256 };
};

/** For sentences: the e_machine values that agents and their hosts have (elf(5)). */
export const machineName = ({ bits, machine }: Built): string => {
  const name = {
    3: 'x86',
    8: 'MIPS',
    20: 'PowerPC',
    21: 'PowerPC',
    22: 's390',
    40: 'ARM',
    50: 'Itanium',
    62: 'x86-64',
    183: 'ARM',
    243: 'RISC-V',
  }[machine];
  return `${name ?? `machine ${wholeNumber(String(machine))}`}, ${bits}-bit`;
};
