/** How the programs of a MID host write a moment (milliseconds since 1970); its clock runs in UTC. */
const iso = (at: number) => new Date(at).toISOString();

/** `2026-05-20T02:14:05.123+0000`, the agent log of current releases. */
export const agentTime = (at: number): string => `${iso(at).slice(0, -1)}+0000`;

/** `2026/05/20 02:14:05`, wrapper.log in the format TM. */
export const wrapperTime = (at: number): string =>
  `${iso(at).slice(0, 10).replaceAll('-', '/')} ${iso(at).slice(11, 19)}`;

/** `2026/05/20 02:14:05.123`, the log of an upgrade. */
export const upgradeTime = (at: number): string => `${wrapperTime(at)}.${iso(at).slice(20, 23)}`;

export const epoch = (at: number): number => Math.floor(at / 1000);
