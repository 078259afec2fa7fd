import { defineCheck } from '../define.ts';
import { systemProbe } from '../probes/system.ts';

/** Oldest C library that agents run with. Source: "MID Server system requirements". */
const GLIBC: readonly [number, number] = [2, 17];

export const systemCheck = defineCheck({
  id: 'host.system',
  step: 'host',
  code: 'host.unsupported-os',
  needs: { system: systemProbe },
  judge: ({ system }, say) => {
    const { kernel, machine = '', bits, glibc, name, systemLine } = system;
    const more = { evidence: [{ id: systemProbe.id, lines: [systemLine] }] };
    if (kernel === undefined) return [say.unknown('host.unsupported-os', 'evidence')];
    if (kernel !== 'Linux') return [say.fail('host.unsupported-os', { kernel }, { ...more, variant: 'not-linux' })];
    if (bits === 32) return [say.fail('host.unsupported-os', { machine }, { ...more, variant: '32-bit' })];
    const version = glibc?.join('.') ?? '';
    if (glibc && (glibc[0] < GLIBC[0] || (glibc[0] === GLIBC[0] && glibc[1] < GLIBC[1])))
      return [say.fail('host.unsupported-os', { version, needed: GLIBC.join('.') }, { ...more, variant: 'glibc' })];
    return [say.pass('host.unsupported-os', { name: name ?? kernel, machine }, more)];
  },
});

/** The heap that wrapper.conf asks for against what the machine has. Source: KB0647664, KB0749034. */
export const memoryCheck = defineCheck({
  id: 'host.memory',
  step: 'host',
  code: 'host.memory',
  deciding: true,
  needs: { system: systemProbe },
  judge: ({ system }, say) => {
    const { memory, heap, memoryLine } = system;
    if (!memory) return [say.unknown('host.memory', 'evidence')];
    const more = { evidence: [{ id: systemProbe.id, lines: [memoryLine] }] };
    const { total, available, swapFree } = memory;
    if (heap === undefined) return [say.pass('host.memory', { total, available }, { ...more, variant: 'no-heap' })];
    const params = { total, available, heap };
    if (heap > total + swapFree) return [say.fail('host.memory', params, more)];
    if (heap > total * 0.9) return [say.warn('host.memory', params, more)];
    return [say.pass('host.memory', params, more)];
  },
});
