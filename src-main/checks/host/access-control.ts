import { defineCheck } from '../define.ts';
import { shown } from '../logs/current.ts';
import { type KernelEvidence, type KernelLine, kernelProbe } from '../probes/kernel.ts';
import { serviceProbe } from '../probes/service.ts';
import { wrapperProbe } from '../probes/wrapper.ts';
import { serviceState } from '../service/state.ts';
import { THRESHOLDS } from '../thresholds.ts';

/** Denials of SELinux and AppArmor that speak of this agent. Sources: KB0815542; audit(8); the kernel's AVC messages. */
export const accessControlCheck = defineCheck({
  id: 'host.access-control',
  step: 'host',
  code: 'host.access-control',
  needs: { kernel: kernelProbe },
  uses: { service: serviceProbe, wrapper: wrapperProbe },
  judge: ({ kernel, service, wrapper }, say) => {
    if (kernel.selinux === undefined) return [say.unknown('host.access-control', 'evidence')];
    const ours = denialsOf(kernel);
    const last = ours.at(-1);
    if (last) {
      const params = {
        count: ours.length,
        line: shown(last.text),
        by: /apparmor=/.test(last.text) ? 'AppArmor' : 'SELinux',
      };
      const more = {
        evidence: [{ id: kernelProbe.id, lines: ours.slice(-5).map((d) => d.line) }],
        ...(namesFolder(last, kernel) ? {} : { certainty: 'likely' as const }),
      };
      const runs = service !== undefined && serviceState(service, wrapper).kind === 'running';
      return [runs ? say.warn('host.access-control', params, more) : say.fail('host.access-control', params, more)];
    }
    if (kernel.selinux !== 'enforcing' && !kernel.apparmor) return [say.pass('host.access-control')];
    // With auditd SELinux writes to the audit log, which only root reads; AppArmor, and SELinux without it, to the kernel's.
    const read = kernel.audit === 'unreadable' ? false : kernel.audit === 'read' || kernel.kernelLog === true;
    if (read) return [say.pass('host.access-control', {}, { variant: 'no-denials' })];
    return kernel.selinux === 'enforcing' ? [say.unknown('host.access-control', 'root')] : [];
  },
});

/** Fresh ones that were enforced, of the agent's own programs or files. */
const denialsOf = (kernel: KernelEvidence): readonly KernelLine[] =>
  kernel.denials.filter((denial) => {
    const { at, text } = denial;
    if (/\bpermissive=1\b/.test(text) || (kernel.selinux === 'permissive' && !/apparmor=/.test(text))) return false;
    if (at === undefined || kernel.now === undefined || kernel.now - at > THRESHOLDS.denialFreshS) return false;
    return namesFolder(denial, kernel) || /\b(?:comm|name)="\(?(?:mid\.sh|wrapper-linux[\w-]*)\)?"/.test(text);
  });

const namesFolder = ({ text }: KernelLine, { agentDir }: KernelEvidence): boolean =>
  agentDir !== undefined && text.includes(`"${agentDir}/`);
