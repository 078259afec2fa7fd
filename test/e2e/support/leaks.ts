import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** How a secret may stand somewhere: as it is, escaped, or encoded; base64 at each of its three alignments. */
const formsOf = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret);
  const inner = (shift: number, encoding: 'base64' | 'base64url') =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      // The first and last characters also hold bits of what stands beside it.
      .slice(shift === 0 ? 0 : shift + 1)
      .replace(/=+$/, '')
      .slice(0, -1);
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    secret,
    bytes.toString('hex'),
    ...[0, 1, 2].flatMap((shift) => [inner(shift, 'base64'), inner(shift, 'base64url')]),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    xml,
    xml.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    xml.replaceAll('"', '&#34;').replaceAll("'", '&apos;'),
  ];
};

/**
 * A child between fork and exec: still its parent's memory, so that its environment and its arguments are the parent's.
 * What it is given for the program that it is about to become stands there once it has become it.
 */
const isCopyOf = (pid: string, owners: readonly number[]): boolean => {
  const parent = Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  if (!owners.includes(parent)) return false;
  return ['cmdline', 'environ'].every((what) =>
    readFileSync(`/proc/${pid}/${what}`).equals(readFileSync(`/proc/${parent}/${what}`)),
  );
};

export type Leaks = {
  /** Looks through a text and notes what it finds, by the place's name. */
  look(place: string, text: string): void;
  /** Every file below a folder but these. */
  lookInFiles(dir: string, but?: readonly string[]): number;
  /** Samples the files below a folder, those that live for a moment too, until what it returns is called. */
  watchFiles(dir: string): () => number;
  /** Samples /proc until what it returns is called, which gives how many processes were seen. */
  watchProcesses(exempt: () => readonly number[]): () => number;
  found(): readonly string[];
};

/** Looks for planted secrets, each by its own name, so that no failure prints one. */
export const createLeaks = (secrets: Readonly<Record<string, string>>): Leaks => {
  const forms = Object.entries(secrets).map(([name, secret]) => ({ name, forms: [...new Set(formsOf(secret))] }));
  const found = new Set<string>();
  const look = (place: string, text: string) => {
    for (const { name, forms: all } of forms)
      all.forEach((form, i) => {
        if (text.includes(form)) found.add(`${name}, form ${i}, in ${place}`);
      });
  };
  return {
    look,
    found: () => [...found],
    lookInFiles: (dir, but = []) => {
      let files = 0;
      for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        look(`the name ${file}`, file);
        if (!entry.isFile() || but.includes(file)) continue;
        files++;
        look(file, readFileSync(file, 'utf8'));
      }
      return files;
    },
    watchFiles: (dir) => {
      const seen = new Set<string>();
      const sample = () => {
        try {
          for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
            const file = join(entry.parentPath, entry.name);
            look(`the name ${entry.name}`, file);
            // A pipe is read by whom it is for; looking into it would take the answer away.
            if (!entry.isFile()) continue;
            look(`${entry.name}, while it ran`, readFileSync(file, 'utf8'));
            seen.add(entry.name);
          }
        } catch {
          // It went while we looked.
        }
      };
      const timer = setInterval(sample, 5);
      return () => {
        clearInterval(timer);
        return seen.size;
      };
    },
    watchProcesses: (exempt) => {
      const seen = new Set<string>();
      const sample = () => {
        const owners = exempt();
        for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
          for (const what of ['cmdline', 'environ']) {
            try {
              if (what === 'environ' && (owners.includes(Number(pid)) || isCopyOf(pid, owners))) continue;
              const text = readFileSync(`/proc/${pid}/${what}`, 'utf8');
              look(`/proc/…/${what} of ${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()}`, text);
              seen.add(`${pid} ${statSync(`/proc/${pid}`).ctimeMs}`);
            } catch {
              // It ended while we looked.
            }
          }
        }
      };
      sample();
      const timer = setInterval(sample, 25);
      return () => {
        clearInterval(timer);
        sample();
        return seen.size;
      };
    },
  };
};
