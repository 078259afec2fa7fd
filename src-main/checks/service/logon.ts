import { defineCheck } from '../define.ts';
import { serviceProbe } from '../probes/service.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { wrapperProbe } from '../probes/wrapper.ts';
import { quietly } from './quiet.ts';
import { serviceState } from './state.ts';
import { systemdReason, userRefused } from './systemd.ts';

/** Shells that let nobody in. Source: nologin(8), false(1). */
const NO_LOGIN = /\/(?:nologin|false)$/;

/**
 * Whether the service can become the user that it is to run as. Sources: systemd.exec(5), exit statuses USER and GROUP;
 * bin/mid.sh, which goes through `runuser - USER -c` or `su - USER -c`, and so through that account's login shell.
 */
export const logonCheck = defineCheck({
  id: 'service.logon',
  step: 'service',
  code: 'service.logon-failed',
  needs: { service: serviceProbe },
  uses: { wrapper: wrapperProbe, upgrade: upgradeProbe },
  judge: ({ service, wrapper, upgrade }, plain) => {
    const say = quietly(plain, upgrade);
    const { systemd, unit = '', becomes } = service;
    const { kind } = serviceState(service, wrapper);
    const runs = kind === 'running' || kind === 'starting' || kind === 'paused';
    if (systemd && !runs && userRefused(systemd)) {
      const params = { unit, user: systemd.user || '(not given)', reason: systemdReason(systemd) ?? '' };
      const evidence = [{ id: serviceProbe.id, lines: [systemd.line] }];
      return [say.fail('service.logon-failed', params, { evidence, variant: 'systemd' })];
    }
    // systemd becomes its User= by itself; only the control script logs in.
    if (becomes === undefined || systemd?.user) return [];
    const { user, shell, shellMissing, line } = becomes;
    const params = { user, shell: shell || '/bin/sh' };
    const more = { evidence: [{ id: serviceProbe.id, lines: [line] }] };
    if (!shellMissing && !NO_LOGIN.test(shell)) return [say.pass('service.logon-failed', params, more)];
    const variant = shellMissing ? 'shell-missing' : 'no-login';
    return [(runs ? say.warn : say.fail)('service.logon-failed', params, { ...more, variant })];
  },
});
