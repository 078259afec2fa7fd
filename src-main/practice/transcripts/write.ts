/** Pieces of the evidence format (a section, a fact), as the probes of a real host print them. */
export const fact = (key: string, value: string | number): string => `:${key} ${value}`;

export const section = (name: string, command: string, output: readonly string[], status = 0): string =>
  [`@${name} ${command}`, ...output.map((line) => ` ${line}`), `=${status}`].join('\n');

/** Parts that are false are left out. */
export const transcript = (...parts: readonly (string | false)[]): string =>
  `${parts.filter((part) => part !== false && part !== '').join('\n')}\n`;
