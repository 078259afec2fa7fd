import { configPasswordCheck, configProxyCheck, configUrlCheck } from './config/access.ts';
import { certificatePolicyCheck } from './config/certificate-policy.ts';
import { changedCheck } from './config/changed.ts';
import { configFileCheck, configXmlCheck } from './config/file.ts';
import { configDuplicateCheck, configNameCheck, configPlaceholderCheck } from './config/parameters.ts';
import { configSecretCheck } from './config/secret.ts';
import { wrapperConfCheck } from './config/wrapper.ts';
import { credentialsLogCheck } from './credentials/log.ts';
import type { Check, Probe } from './define.ts';
import { accessControlCheck } from './host/access-control.ts';
import { antivirusCheck } from './host/antivirus.ts';
import { clockCheck } from './host/clock.ts';
import { diskCheck } from './host/disk.ts';
import { javaVersionCheck } from './host/java.ts';
import { openFilesCheck } from './host/limits.ts';
import { noexecCheck, readOnlyCheck, rightsCheck } from './host/rights.ts';
import { memoryCheck, systemCheck } from './host/system.ts';
import { instanceLogCheck } from './instance/log.ts';
import { locateCheck } from './locate/agent.ts';
import { containerCheck } from './locate/container.ts';
import { hostLogCheck, networkLogCheck, serviceLogCheck, supportLogCheck, upgradeLogCheck } from './logs/known.ts';
import { connectionCheck } from './network/connection.ts';
import { httpCheck } from './network/http.ts';
import { installCheck } from './network/install.ts';
import { dnsCheck } from './network/name.ts';
import { ownNameCheck } from './network/own-name.ts';
import { pingCheck } from './network/ping.ts';
import { revocationCheck } from './network/revocation.ts';
import { tlsCheck } from './network/tls.ts';
import { configProbe } from './probes/config.ts';
import { diskProbe } from './probes/disk.ts';
import { kernelProbe } from './probes/kernel.ts';
import { ladderProbe } from './probes/ladder.ts';
import { locateProbe } from './probes/locate.ts';
import { logsProbe } from './probes/logs.ts';
import { netProbe } from './probes/net.ts';
import { rightsProbe } from './probes/rights.ts';
import { serviceProbe } from './probes/service.ts';
import { systemProbe } from './probes/system.ts';
import { upgradeProbe } from './probes/upgrade.ts';
import { wrapperProbe } from './probes/wrapper.ts';
import { bootCheck } from './service/boot.ts';
import { controlCheck } from './service/control.ts';
import { duplicateCheck } from './service/duplicate.ts';
import { hungCheck } from './service/hung.ts';
import { killedCheck } from './service/killed.ts';
import { logonCheck } from './service/logon.ts';
import { javaCheck, wrapperCheck } from './service/program.ts';
import { runningCheck } from './service/running.ts';
import { logsReadyCheck, otherErrorsCheck } from './support/logs.ts';
import { upgradeCheck } from './upgrade/progress.ts';
import { pinnedCheck, versionCheck } from './upgrade/version.ts';
import { hostSideCheck } from './verify/host-side.ts';

/**
 * Every probe: `locate` first; the others are dealt out to three lanes in turn, a row for each turn. The first lane is
 * heard at once, so it has config.xml, on which the ladder stands, and the upgrade, which puts others in another light.
 */
export const PROBES: readonly Probe<unknown>[] = [
  locateProbe,
  ...[configProbe, serviceProbe, netProbe],
  ...[upgradeProbe, wrapperProbe, logsProbe],
  ...[systemProbe, diskProbe, rightsProbe],
  kernelProbe,
  ladderProbe,
];

/** Every check, in the order in which their findings are shown within a step. */
export const CHECKS: readonly Check[] = [
  locateCheck,
  runningCheck,
  hungCheck,
  duplicateCheck,
  wrapperCheck,
  controlCheck,
  javaCheck,
  logonCheck,
  bootCheck,
  killedCheck,
  containerCheck,
  serviceLogCheck,
  upgradeCheck,
  versionCheck,
  pinnedCheck,
  upgradeLogCheck,
  readOnlyCheck,
  rightsCheck,
  diskCheck,
  noexecCheck,
  memoryCheck,
  systemCheck,
  javaVersionCheck,
  clockCheck,
  openFilesCheck,
  accessControlCheck,
  antivirusCheck,
  hostLogCheck,
  configFileCheck,
  configXmlCheck,
  configPlaceholderCheck,
  configUrlCheck,
  configDuplicateCheck,
  configPasswordCheck,
  configProxyCheck,
  configNameCheck,
  configSecretCheck,
  certificatePolicyCheck,
  wrapperConfCheck,
  changedCheck,
  dnsCheck,
  ownNameCheck,
  connectionCheck,
  tlsCheck,
  httpCheck,
  revocationCheck,
  installCheck,
  pingCheck,
  networkLogCheck,
  credentialsLogCheck,
  instanceLogCheck,
  hostSideCheck,
  logsReadyCheck,
  otherErrorsCheck,
  supportLogCheck,
];
