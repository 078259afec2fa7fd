import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A loopback port behind which packets are dropped, as by a firewall: a listener that is stopped and whose queue is
 * full. Whoever connects gets no answer at all.
 */
export const startDroppingPort = async (): Promise<{ readonly port: number; stop(): Promise<void> }> => {
  const child = spawn(
    process.execPath,
    [
      '-e',
      'const s=require("net").createServer().listen({port:0,host:"127.0.0.1",backlog:1},()=>{process.stdout.write(s.address().port+"\\n")})',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const port = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.stdout.once('data', (chunk) => resolve(Number(String(chunk).trim())));
  });
  // Stopped, it accepts no more; these fill its queue, so that the kernel drops what comes after.
  child.kill('SIGSTOP');
  const fillers = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await sleep(300);
  return {
    port,
    stop: async () => {
      for (const socket of fillers) socket.destroy();
      child.kill('SIGKILL');
    },
  };
};
