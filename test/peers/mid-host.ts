import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Machine, type MachineOptions, type Ran, startMachine } from './machine.ts';

export type MidHostOptions = MachineOptions & {
  /** An open machine to put one more agent on; closing the agent then leaves it open. */
  readonly machine?: Machine;
  /** Absolute, in the machine. */
  readonly dir?: string;
  readonly name?: string;
  /** `url` of config.xml. */
  readonly url?: string;
  /** Who the agent runs as; made where there is no such user. */
  readonly runAs?: string;
  /** Registered as a SysV service, as `mid.sh install` does where there is no systemd. Default true. */
  readonly installed?: boolean;
  /** Name of the service; unique per machine. */
  readonly appName?: string;
  /** A file system of its own for the agent folder: `tmpfs` options such as `size=16m`. */
  readonly disk?: string;
  /** More parameters of config.xml, by name. By default upgrades come through the instance, so that nobody else is asked. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** More lines for conf/wrapper-override.conf. */
  readonly override?: readonly string[];
};

/** One agent on a machine. `path`, `read` and `write` take names relative to the agent folder. */
export type MidHost = {
  readonly machine: Machine;
  readonly dir: string;
  path(file: string): string;
  read(file: string): string;
  write(file: string, text: string): void;
  has(file: string): boolean;
  remove(file: string): void;
  /** Adds settings to conf/wrapper-override.conf; they count from the next start. */
  override(...lines: readonly string[]): void;
  /** Replaces parameters of config.xml by their text as given; no escaping, so that it can be made malformed. */
  setConfig(change: (text: string) => string): void;
  /** Puts a certificate (PEM) in the agent's own trust store. */
  trust(pem: string, alias?: string): Promise<void>;
  start(): Promise<Ran>;
  stop(): Promise<Ran>;
  status(): Promise<Ran>;
  /** What work/mid.pid says, or null. A pid of the machine, not of this computer. */
  pid(): number | null;
  /** Waits until a file of the agent contains the text. */
  waitFor(file: string, text: string, timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
};

const HERE = fileURLToPath(new URL('mid-host/', import.meta.url));
const FILES = [
  ...['start.sh', 'stop.sh', 'bin/mid.sh', 'bin/mid.shconf'].map((name) => ({ name, mode: 0o755 })),
  ...['conf/wrapper.conf', 'conf/wrapper-override.conf', 'properties/glide.properties'].map((name) => ({
    name,
    mode: 0o644,
  })),
];
const CLASS = 'com/service_now/mid/Main.class';

/** Needs the peers `root`, `namespaces`, `wrapper` and `java`. The host is there and whole, and stopped. */
export const createMidHost = async (options: MidHostOptions = {}): Promise<MidHost> => {
  const machine = options.machine ?? (await startMachine(options));
  const own = options.machine === undefined;
  try {
    const host = midHost(machine, options.dir ?? '/opt/servicenow/mid-ber-02/agent', own);
    await lay(host, options);
    return host;
  } catch (error) {
    if (own) await machine.stop();
    throw error;
  }
};

const lay = async (host: MidHost, o: MidHostOptions): Promise<void> => {
  const { machine, dir } = host;
  await machine.must('mkdir -p "$1"', [dir]);
  if (o.disk) await machine.must('mount -t tmpfs -o "$2" tmpfs "$1"', [dir, o.disk]);
  for (const folder of ['bin', 'conf', 'properties', 'logs', 'work', 'lib', 'extlib', 'etc', 'jre/bin', 'package/meta'])
    mkdirSync(host.path(folder), { recursive: true });
  for (const { name, mode } of FILES) {
    host.write(name, readFileSync(`${HERE}files/${name}`, 'utf8'));
    chmodSync(host.path(name), mode);
  }
  mkdirSync(host.path('lib/com/service_now/mid'), { recursive: true });
  writeFileSync(host.path(`lib/${CLASS}`), readFileSync(`${HERE}${CLASS}`));
  host.write('config.xml', configXml(o.name ?? 'mid-ber-02', o.url ?? 'https://acme.service-now.com/', o.parameters));
  await machine.must(PARTS, [dir]);
  if (o.override) host.override(...o.override);
  if (o.appName) shconfOverride(host, `APP_NAME="${o.appName}"`);
  if (o.runAs) {
    shconfOverride(host, `RUN_AS_USER="${o.runAs}"`);
    await machine.must(
      'id "$2" >/dev/null 2>&1 || useradd -M -d "$1" -s /bin/sh "$2"; chown -R "$2": "$1"; chown "$2": "$(dirname "$1")"',
      [dir, o.runAs],
    );
  }
  if (o.installed !== false)
    await machine.must(
      'ln -s "$1/bin/mid.sh" "/etc/init.d/$2"; mkdir -p /etc/rc3.d; ln -s "../init.d/$2" "/etc/rc3.d/S20$2"',
      [...[dir, o.appName ?? 'mid']],
    );
};

/** The wrapper under both of its usual names, and a `jre` of the agent's own that is this computer's Java, with its authorities. */
const PARTS = `
cd "$1"
cp "$(command -v wrapper)" bin/wrapper-linux-x86-64
cp bin/wrapper-linux-x86-64 bin/wrapper
java=$(readlink -f "$(command -v java)")
home=\${java%/bin/java}
cp "$java" "$home/bin/keytool" jre/bin/
mkdir -p jre/lib/security
for file in "$home"/lib/*; do
  case $file in */security) ;; *) ln -s "$file" jre/lib/ ;; esac
done
ln -s "$home/conf" jre/conf
cp "$home/release" jre/release
cp -L "$home/lib/security/cacerts" jre/lib/security/cacerts
printf 'package.filename=mid-core.05-14-2026_1732.universal.universal.zip\\n' >package/meta/mid-core.meta.properties
chmod 600 config.xml
`;

const shconfOverride = (host: MidHost, line: string) => {
  const file = 'bin/mid.shconf_override';
  host.write(file, `${host.has(file) ? host.read(file) : ''}${line}\n`);
  chmodSync(host.path(file), 0o755);
};

const configXml = (
  name: string,
  url: string,
  parameters: Readonly<Record<string, string>> = { 'mid.download.through.instance': 'true' },
) => `<?xml version="1.0" encoding="UTF-8"?>
<parameters>
    <!-- The instance and the login for it. -->
    <parameter name="url" value="${url}"/>
    <parameter name="mid.instance.username" value="mid.ber"/>
    <parameter name="mid.instance.password" value="encrypted:q83vEjRWeJq83vEjRWeJqw==" secure="true"/>
    <parameter name="name" value="${name}"/>
    <parameter name="mid_sys_id" value="3f1c9a52db7f1010c1a2f5d41d961977"/>
    <!-- <parameter name="mid.proxy.host" value="YOUR_PROXY_HOST"/> -->
    <parameter name="threads.max" value="25"/>
${Object.entries(parameters)
  .map(([parameter, value]) => `    <parameter name="${parameter}" value="${value}"/>\n`)
  .join('')}</parameters>
`;

const midHost = (machine: Machine, dir: string, own: boolean): MidHost => {
  const path = (file: string) => `${machine.path(dir)}/${file}`;
  const read = (file: string) => readFileSync(path(file), 'utf8');
  const write = (file: string, text: string) => writeFileSync(path(file), text);
  const control = (verb: string) => machine.run('cd "$1" && bin/mid.sh "$2"', [dir, verb]);
  return {
    machine,
    dir,
    path,
    read,
    write,
    has: (file) => existsSync(path(file)),
    remove: (file) => rmSync(path(file), { recursive: true }),
    override: (...lines) =>
      write('conf/wrapper-override.conf', `${read('conf/wrapper-override.conf')}${lines.join('\n')}\n`),
    setConfig: (change) => write('config.xml', change(read('config.xml'))),
    trust: async (pem, alias = 'own-ca') => {
      write('work/trust.pem', pem);
      const args = '-noprompt -storepass changeit -keystore jre/lib/security/cacerts -file work/trust.pem';
      await machine.must(`cd "$1"; keytool -importcert ${args} -alias "$2"; s=$?; rm work/trust.pem; exit $s`, [
        dir,
        alias,
      ]);
    },
    start: () => machine.run('cd "$1" && ./start.sh', [dir]),
    stop: () => machine.run('cd "$1" && ./stop.sh', [dir]),
    status: () => control('status'),
    pid: () => {
      if (!existsSync(path('work/mid.pid'))) return null;
      const pid = Number(read('work/mid.pid').trim());
      return Number.isInteger(pid) && pid > 0 ? pid : null;
    },
    waitFor: async (file, text, timeoutMs = 60_000) => {
      const until = Date.now() + timeoutMs;
      while (!(existsSync(path(file)) && read(file).includes(text))) {
        if (Date.now() > until)
          throw new Error(`no "${text}" in ${file}:\n${existsSync(path(file)) ? read(file) : '(no file)'}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    close: async () => {
      if (own) await machine.stop();
      else await control('stop');
    },
  };
};
