import type { HostScenario } from '../e2e/hosts/scenario.ts';
import { SCENARIOS } from '../e2e/hosts/scenarios.ts';
import { ANSWERS } from './scenarios/answers.ts';
import { CONFIG } from './scenarios/config.ts';
import { HALF_MENDED } from './scenarios/half-mended.ts';
import { HEALTHY } from './scenarios/healthy.ts';
import { HOST } from './scenarios/host.ts';
import { LOCATE } from './scenarios/locate.ts';
import { LOGS } from './scenarios/logs.ts';
import { MACHINE } from './scenarios/machine.ts';
import { MISLEADING } from './scenarios/misleading.ts';
import { NAMES } from './scenarios/names.ts';
import { NETWORK } from './scenarios/network.ts';
import { PROXIES } from './scenarios/proxies.ts';
import { SERVICE } from './scenarios/service.ts';
import { KILLED, SERVICE_HELD } from './scenarios/service-held.ts';
import { SYSTEMD } from './scenarios/systemd.ts';
import { UPGRADE } from './scenarios/upgrade.ts';
import { HUNG, WRAPPER_LOG } from './scenarios/wrapper-log.ts';

/** The long matrix: those that take minutes first, and last what disturbs others. */
export const ALL_HOSTS: readonly HostScenario[] = [
  ...HUNG,
  ...SCENARIOS,
  ...LOCATE,
  ...SERVICE,
  ...SERVICE_HELD,
  ...SYSTEMD,
  ...UPGRADE,
  ...WRAPPER_LOG,
  ...HOST,
  ...MACHINE,
  ...CONFIG,
  ...NETWORK,
  ...ANSWERS,
  ...NAMES,
  ...PROXIES,
  ...LOGS,
  ...MISLEADING,
  ...HALF_MENDED,
  ...HEALTHY,
  ...KILLED,
];
