import { defineCheck } from '../define.ts';
import { serviceProbe } from '../probes/service.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { type ControlFile, wrapperProbe } from '../probes/wrapper.ts';
import { quietly } from './quiet.ts';
import { serviceState } from './state.ts';

/**
 * The control script by which the service is started, and the settings that it reads: there, to be executed, and lines that
 * a shell can read. Source: bin/mid.sh ("Found … but could not execute it"); start.sh; execve(2).
 */
export const controlCheck = defineCheck({
  id: 'service.control',
  step: 'service',
  code: 'service.wrapper-missing',
  needs: { wrapper: wrapperProbe },
  uses: { service: serviceProbe, upgrade: upgradeProbe },
  judge: ({ wrapper, service, upgrade }, plain) => {
    const broken = wrapper.controls.find((file) => faultOf(file) !== undefined);
    // A unit may start the wrapper itself.
    if (!broken || !wrapper.controlUsed) return [];
    const say = quietly(plain, upgrade);
    const runs = service && serviceState(service, wrapper).kind === 'running';
    const more = { evidence: [{ id: wrapperProbe.id, lines: [broken.line] }], variant: faultOf(broken) ?? '' };
    return [(runs ? say.warn : say.fail)('service.wrapper-missing', { file: broken.path }, more)];
  },
});

const faultOf = ({ name, state }: ControlFile): string | undefined => {
  switch (state) {
    case 'not-executable':
      if (name === 'mid.sh') return 'control-not-executable';
      // What mid.shconf reads besides need not be.
      return name === 'mid.shconf' ? 'control-settings' : undefined;
    case 'crlf':
      return 'control-crlf';
    case 'missing':
    case 'dangling':
    case 'directory':
    case 'empty':
      // Older releases have no file of settings.
      return name === 'mid.sh' ? 'control-missing' : undefined;
    default:
      return undefined;
  }
};
