import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Runs `"$@"` and ends it when standard input does: when MID Up is killed, the connection goes with it. Fixed text;
 * the command is its arguments.
 */
const SUPERVISOR = `exec 3<&0
"$@" </dev/null 3<&- &
child=$!
(while read -r line <&3; do :; done; kill -TERM "$child") >/dev/null 2>&1 &
guard=$!
exec 3<&-
wait "$child"
status=$?
kill -KILL "$guard" 2>/dev/null
exit "$status"`;

/** Starts a program in a process group without a terminal, which ends with this one. */
export const startSupervised = (program: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess =>
  spawn('sh', ['-c', SUPERVISOR, 'sh', program, ...args], {
    env,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });

/** Ends the group at once. */
export const killGroup = (child: ChildProcess) => {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
};
