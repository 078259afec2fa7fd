import type { HostState } from '../state.ts';
import { config, disk, kernel, rights, system } from './host.ts';
import { logs } from './logs.ts';
import { ladderBeside, ladderInstallTools, ladderTools, ladderTrustStore, net } from './network.ts';
import { locate, service, wrapper } from './service.ts';
import { upgrade } from './upgrade.ts';

/** What each probe prints on the simulated host, by its id; `ladder.*` are the scripts of the live probe `ladder`. */
export const TRANSCRIPTS: Readonly<Record<string, (state: HostState) => string>> = {
  locate,
  upgrade,
  service,
  wrapper,
  disk,
  rights,
  system,
  kernel,
  config,
  net,
  logs,
  'ladder.beside': ladderBeside,
  'ladder.tools': ladderTools,
  'ladder.install-tools': ladderInstallTools,
  'ladder.truststore': ladderTrustStore,
};
