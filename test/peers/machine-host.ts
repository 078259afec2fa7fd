import type { Host } from '../../src-main/model/host.ts';
import type { Machine } from './machine.ts';

/** A machine as a host to collect from, with no ssh in between: scripts go to its `sh`, as root. */
export const machineHost = (machine: Machine): Host => ({
  os: 'linux',
  name: 'mid-ber-02',
  kind: 'local',
  user: 'root',
  canBecome: false,
  runScript: async ({ text }, { args = [], onOutput, timeoutMs } = {}) => {
    const begun = Date.now();
    const ran = await machine.run(text, args, timeoutMs === undefined ? {} : { timeoutMs });
    onOutput?.(ran.stdout);
    return { exitCode: ran.status, stdout: ran.stdout, stderr: ran.stderr, ms: Date.now() - begun };
  },
  readFile: () => Promise.reject(new Error('not needed')),
  onLost: () => {},
  close: async () => {},
});
