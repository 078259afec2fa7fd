import type { Machine } from './machine.ts';

/** Its system bus and its rules are in the machine only. */
const START = `set -e
mkdir -p /run/dbus /etc/polkit-1/rules.d
mount -t tmpfs -o mode=755 tmpfs /run/dbus
chmod 755 /etc/polkit-1/rules.d
dbus-daemon --system --fork --nopidfile
/usr/lib/polkit-1/polkitd --no-debug </dev/null >/dev/null 2>&1 &
until pkaction >/dev/null 2>&1; do sleep 0.1; done`;

const EXEC = 'org.freedesktop.policykit.exec';

/** A real polkitd in a machine, where this user is the administrator. Nothing else asks it. */
export const startPolkit = async (
  machine: Machine,
  admin: string,
): Promise<{ answer(rule: string): Promise<void> }> => {
  await machine.must(START);
  return {
    answer: async (rule) => {
      const text = `polkit.addAdminRule(function() { return ["unix-user:${admin}"]; });
polkit.addRule(function(action) { if (action.id == "${EXEC}") return polkit.Result.${rule}; });`;
      // It reads its rules anew by itself, some moments after they changed.
      await machine.must('printf "%s\n" "$1" >/etc/polkit-1/rules.d/10-midup.rules; sleep 0.7', [text]);
    },
  };
};

/**
 * For `sh -c AGENT sh LOG PASSWORD command…`: polkit's own agent, for a terminal, asks for this command as that of a
 * desktop would, and somebody types the password whenever it does. LOG is what stood on that terminal.
 */
export const AGENT = `mkfifo "$1.ready"
(while sleep 0.2; do echo "$2"; done |
  script -qfec "exec pkttyagent --process $$ --notify-fd 3 3>$1.ready" /dev/null) >"$1" 2>&1 &
cat "$1.ready"
shift 2
exec "$@"`;

/** How often it asked. */
export const timesAsked = async (machine: Machine, log: string): Promise<number> =>
  Number(await machine.must('grep -c "AUTHENTICATING FOR" "$1" || [ $? -eq 1 ]', [log]));
