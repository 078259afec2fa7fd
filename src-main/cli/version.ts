import { readFileSync } from 'node:fs';

/** Two folders up from here is the package, in the sources (`src-main/cli`) as in what is built (`out/main`). */
export const version = (): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};
