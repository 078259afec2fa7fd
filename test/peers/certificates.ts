import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Certificate = { readonly key: string; readonly cert: string };
export type Authority = Certificate & {
  /**
   * A server certificate for these names (or addresses). `days` below zero make one that is out of date already; `more`
   * are extensions as openssl writes them.
   */
  issue(names: readonly string[], days?: number, more?: readonly string[]): Certificate;
  /** One as `issue` makes it, with a key (`rsa:512`) and a digest (`-md5`) of another kind. */
  issueAs(key: string, digest: string, names: readonly string[]): Certificate;
  /** An authority below this one; its own `issue` gives certificates without their chain. Key and digest as with `issueAs`. */
  intermediate(commonName: string, key?: string, digest?: string): Authority;
};

const EC = 'ec -pkeyopt ec_paramgen_curve:prime256v1';

/** A private certificate authority, made with `openssl` (a peer); PEM throughout. */
export const createAuthority = (commonName = 'MID Up test CA', organisation = 'MID Up test', key = EC): Authority => {
  const ca = inFolder((dir) => {
    openssl(dir, `req -x509 -newkey ${key} -nodes -keyout key -out cert -days 30`, [
      ...['-subj', `/O=${organisation}/CN=${commonName}`],
      ...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    ]);
    return pair(dir);
  });
  return authority(ca, organisation);
};

const authority = (ca: Certificate, organisation: string): Authority => {
  const sign = (extensions: string, subject: string, days: number, key = EC, digest = '-sha256') =>
    inFolder((dir) => {
      writeFileSync(join(dir, 'ca.key'), ca.key);
      writeFileSync(join(dir, 'ca.cert'), ca.cert);
      writeFileSync(join(dir, 'ext'), extensions);
      openssl(dir, `req -new -newkey ${key} -nodes -keyout key -out csr`, [
        ...['-subj', `/O=${organisation}/CN=${subject}`],
      ]);
      openssl(
        dir,
        `x509 -req -in csr -CA ca.cert -CAkey ca.key -CAcreateserial -days ${days} -extfile ext ${digest} -out cert`,
      );
      return pair(dir);
    });
  const server = (names: readonly string[], more: readonly string[] = []) => {
    const all = names.map((name) => `${isIP(name) ? 'IP' : 'DNS'}:${name}`).join(',');
    return `subjectAltName=${all}\nextendedKeyUsage=serverAuth\n${more.join('\n')}\n`;
  };
  return {
    ...ca,
    issue: (names, days = 20, more = []) => sign(server(names, more), names[0] ?? 'none', days),
    issueAs: (key, digest, names) => sign(server(names), names[0] ?? 'none', 20, key, digest),
    intermediate: (commonName, key, digest) =>
      authority(
        sign('basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n', commonName, 20, key, digest),
        organisation,
      ),
  };
};

/** A certificate that nobody but itself has signed. */
export const createSelfSigned = (name: string): Certificate =>
  inFolder((dir) => {
    openssl(dir, 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key -out cert -days 30', [
      ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`],
    ]);
    return pair(dir);
  });

const pair = (dir: string): Certificate => ({
  key: readFileSync(join(dir, 'key'), 'utf8'),
  cert: readFileSync(join(dir, 'cert'), 'utf8'),
});

const inFolder = <T>(work: (dir: string) => T): T => {
  const dir = mkdtempSync(join(tmpdir(), 'midup-ca-'));
  try {
    return work(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
};

const openssl = (cwd: string, words: string, more: readonly string[] = []) => {
  const { status, stderr } = spawnSync('openssl', [...words.split(' '), ...more], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${words}: ${stderr}`);
};
