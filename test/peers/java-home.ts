import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type JavaHome = {
  readonly dir: string;
  /** Where its own authorities stand. */
  readonly cacerts: string;
  /** True where a connection to that port of loopback, by the name `localhost`, is trusted with that store; else why not. */
  connects(port: number, store: string): Promise<true | string>;
};

export type Trusting = { readonly pem: string; readonly alias: string };

/**
 * This computer's Java (a peer) in a folder of its own, which it takes for its home, with a `cacerts` of one's own. Java
 * goes by where its library lies, so that this cannot be a link.
 */
export const createJavaHome = (dir: string, trusted: readonly Trusting[]): JavaHome => {
  const java = spawnSync('sh', ['-c', 'readlink -f "$(command -v java)"'], { encoding: 'utf8' }).stdout.trim();
  const real = dirname(dirname(java));
  const security = join(dir, 'lib/security');
  mkdirSync(join(dir, 'bin'), { recursive: true });
  mkdirSync(security, { recursive: true });
  for (const program of ['java', 'keytool']) copyFileSync(join(real, 'bin', program), join(dir, 'bin', program));
  cpSync(join(real, 'lib/server'), join(dir, 'lib/server'), { recursive: true, dereference: true });
  for (const file of readdirSync(join(real, 'lib')).filter((one) => one !== 'server' && one !== 'security'))
    symlinkSync(join(real, 'lib', file), join(dir, 'lib', file));
  for (const file of readdirSync(join(real, 'lib/security')).filter((one) => one !== 'cacerts'))
    symlinkSync(join(real, 'lib/security', file), join(security, file));
  symlinkSync(join(real, 'conf'), join(dir, 'conf'));
  const cacerts = join(security, 'cacerts');
  writeStore(cacerts, trusted);
  return {
    dir,
    cacerts,
    connects: async (port, store) => {
      // It has to fetch what it is to show, and says so in its own words where TLS does not let it.
      const args = [`-J-Djavax.net.ssl.trustStore=${store}`, '-J-Duser.language=en', '-J-XX:TieredStopAtLevel=1'];
      const said = await output(join(dir, 'bin/keytool'), [
        ...args,
        '-printcrl',
        '-file',
        `https://localhost:${port}/`,
      ]);
      if (/Server returned HTTP|No CRL data found|CRLException/.test(said)) return true;
      if (!/SSL\w*Exception/.test(said)) throw new Error(`keytool said neither: ${said}`);
      return said;
    },
  };
};

/** A JKS, as the `cacerts` of most Javas is. */
export const writeStore = (file: string, trusted: readonly Trusting[]): void => {
  if (existsSync(file)) rmSync(file);
  const pem = `${file}.pem`;
  for (const one of trusted) {
    writeFileSync(pem, one.pem);
    const about = ['-importcert', '-noprompt', '-alias', one.alias, '-file', pem];
    const { status, stdout } = spawnSync(
      'keytool',
      [...about, '-keystore', file, '-storepass', 'changeit', '-storetype', 'JKS'],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`keytool -importcert: ${stdout}`);
  }
  rmSync(pem, { force: true });
};

const output = (program: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const onData = (chunk: Buffer) => {
      text += chunk.toString();
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    child.once('error', reject).once('close', () => resolve(text));
  });
