import type { StepId } from './steps.ts';

/**
 * Every finding code, by family; 1 marks those that can be a verdict's cause. Codes are stable once released.
 * A passing check reports the condition that it ruled out, under the same code.
 */
const CODES = {
  status: {
    up: 0,
    down: 1,
    paused: 1,
    upgrading: 1,
    'upgrade-failed': 1,
    'not-validated': 1,
    'auto-invalidated': 1,
    'record-missing': 1,
    stale: 0,
  },
  locate: { found: 0, 'not-found': 1, several: 0, unreadable: 0 },
  service: {
    running: 0,
    stopped: 1,
    'not-installed': 1,
    disabled: 1,
    paused: 1,
    'crash-loop': 1,
    'failed-to-start': 1,
    'stale-pid': 1,
    hung: 1,
    'not-persistent': 0,
    'logon-failed': 1,
    duplicate: 1,
    'wrapper-missing': 1,
    'java-missing': 1,
    'wrong-architecture': 1,
    'out-of-memory': 1,
    'port-in-use': 0,
    'in-container': 0,
  },
  upgrade: { none: 0, 'in-progress': 1, stuck: 1, failed: 1, 'precheck-failed': 1, 'version-mismatch': 1, pinned: 0 },
  host: {
    permissions: 1,
    'disk-full': 1,
    'disk-low': 0,
    memory: 1,
    'unsupported-os': 1,
    'clock-skew': 1,
    'java-version': 1,
    noexec: 1,
    'read-only': 1,
    'open-files': 0,
    'access-control': 1,
    antivirus: 1,
    /** What an answer by hand speaks of. */
    ready: 0,
  },
  config: {
    missing: 1,
    malformed: 1,
    placeholder: 1,
    'url-invalid': 1,
    'duplicate-parameter': 1,
    'password-missing': 1,
    'proxy-invalid': 1,
    'name-invalid': 1,
    'wrapper-invalid': 1,
    'secret-undecryptable': 1,
    'certificate-policy': 0,
    'changed-since-start': 0,
  },
  network: {
    reachable: 0,
    dns: 1,
    'tcp-refused': 1,
    'tcp-timeout': 1,
    'tcp-reset': 1,
    'proxy-needed': 1,
    'proxy-unreachable': 1,
    'proxy-auth': 1,
    'proxy-denied': 1,
    'tls-untrusted': 1,
    'tls-expired': 1,
    'tls-name': 1,
    'tls-intercepted': 1,
    'tls-protocol': 1,
    'tls-client-certificate': 1,
    'revocation-blocked': 0,
    'http-error': 1,
    'not-an-instance': 1,
    'ip-denied': 1,
    'install-server': 0,
    ping: 0,
    slow: 0,
  },
  credentials: {
    accepted: 0,
    rejected: 1,
    'locked-out': 1,
    inactive: 1,
    'role-missing': 1,
    'table-denied': 1,
    'password-reset': 1,
    restricted: 1,
    'restart-needed': 0,
  },
  instance: {
    ok: 0,
    unreachable: 1,
    hibernating: 1,
    'basic-auth-property': 1,
    'web-service-inactive': 1,
    'web-service-missing': 1,
    'public-page-inactive': 1,
    'queue-backlog': 1,
    'heartbeat-job': 1,
    'no-access': 0,
  },
  identity: { 'duplicate-name': 1, 'shared-user': 1, cloned: 1, 'key-mismatch': 1 },
  log: { 'not-classified': 0, 'platform-upgrading': 1, 'instance-mismatch': 1, 'native-library': 1 },
  /** What the last two steps say; the design names no codes for them. */
  verify: { up: 0, waiting: 0, 'not-growing': 0 },
  support: { 'logs-ready': 0, 'logs-missing': 0 },
} as const;

type Codes = typeof CODES;
export type FindingCode = { [F in keyof Codes & string]: `${F}.${keyof Codes[F] & string}` }[keyof Codes & string];

export const FINDING_CODES = Object.entries(CODES).flatMap(([family, names]) =>
  Object.keys(names).map((name) => `${family}.${name}` as FindingCode),
);

const asTable = CODES as Record<string, Record<string, 0 | 1>>;
const split = (code: FindingCode) => code.split('.') as [string, string];

export const isFindingCode = (value: string): value is FindingCode => (FINDING_CODES as string[]).includes(value);

/** True where a whole test host or instance must be able to produce the code as the verdict's cause. */
export const canBeCause = (code: FindingCode): boolean => {
  const [family, name] = split(code);
  return asTable[family]?.[name] === 1;
};

/** The step that a code belongs to. `instance.hibernating` may be reported by `network` where the ladder saw it. */
export const stepOfCode = (code: FindingCode): StepId => {
  const [family] = split(code);
  if (family === 'config') return 'host';
  if (family === 'identity') return 'instance';
  if (family === 'log') return 'support';
  return family as StepId;
};
