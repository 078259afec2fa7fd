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

/** A real polkitd in a machine. Nothing else asks it. */
export const startPolkit = async (machine: Machine): Promise<{ answer(rule: string): Promise<void> }> => {
  await machine.must(START);
  return {
    answer: async (rule) => {
      const text = `polkit.addRule(function(action) { if (action.id == "${EXEC}") return polkit.Result.${rule}; });`;
      // It reads its rules anew by itself, some moments after they changed.
      await machine.must('printf "%s\\n" "$1" >/etc/polkit-1/rules.d/10-midup.rules; sleep 0.7', [text]);
    },
  };
};
