import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Face } from '../e2e/hosts/scenario.ts';
import { type Authority, type Certificate, createAuthority, createSelfSigned } from '../peers/certificates.ts';
import { startDroppingPort } from '../peers/dropping-port.ts';
import { startFirewall } from '../peers/firewall.ts';
import { type NameServer, startNameServer } from '../peers/name-server.ts';
import {
  always,
  type Listening,
  soapFault,
  startHttpServer,
  startRawServer,
  startTlsServer,
} from '../peers/tls-server.ts';

const HOST = 'acme.service-now.com';

/** What stands where the instance should be, broken in one way each. All are servers on loopback. */
const face = (authority: Authority, { port, stop }: Pick<Listening, 'port' | 'stop'>): Face => ({
  host: HOST,
  port,
  url: `https://${HOST}:${port}/`,
  authority,
  stop,
});

type TlsFace = {
  readonly certificate?: (authority: Authority) => Certificate;
  readonly below?: (authority: Authority) => readonly string[];
  readonly authority?: string;
  /** The kind of its key, as openssl names it. */
  readonly authorityKey?: string;
  readonly answer?: RequestListener;
  readonly tls?: ServerOptions;
  readonly address?: string;
};

/** A TLS server of a trusted authority, with whatever is to be wrong with it. */
export const tlsFace =
  (o: TlsFace = {}) =>
  async (): Promise<Face> => {
    const authority = createAuthority(o.authority, undefined, o.authorityKey);
    const certificate = o.certificate?.(authority) ?? authority.issue([HOST]);
    return face(
      authority,
      await startTlsServer(certificate, {
        below: o.below?.(authority) ?? [],
        answer: o.answer ?? soapFault,
        ...(o.tls && { tls: o.tls }),
        ...(o.address && { address: o.address }),
      }),
    );
  };

export const expired = (authority: Authority) => authority.issue([HOST], -1);
export const misnamed = (authority: Authority) => authority.issue(['other.example.net']);
export const selfSigned = () => createSelfSigned(HOST);

/** Below an authority that the server does not send, or does. */
export const intermediate = () => {
  let between: Authority | undefined;
  return {
    certificate: (authority: Authority) => {
      between = authority.intermediate('MID Up test intermediate');
      return between.issue([HOST]);
    },
    below: () => (between ? [between.cert] : []),
  };
};

/** Valid from 2040 on. `openssl x509` of this version cannot set the beginning; `openssl ca` can. */
export const notYetValid = (authority: Authority): Certificate => {
  const dir = mkdtempSync(join(tmpdir(), 'midup-ca-'));
  const openssl = (args: readonly string[]) => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: dir, encoding: 'utf8' });
    if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`);
  };
  try {
    writeFileSync(join(dir, 'ca.key'), authority.key);
    writeFileSync(join(dir, 'ca.cert'), authority.cert);
    writeFileSync(join(dir, 'index'), '');
    writeFileSync(join(dir, 'serial'), '01\n');
    writeFileSync(join(dir, 'conf'), CA_CONF);
    openssl(['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key', '-out', 'csr', '-subj', `/CN=${HOST}`]);
    openssl([
      ...['ca', '-batch', '-config', 'conf', '-in', 'csr', '-out', 'cert', '-notext'],
      ...['-startdate', '20400101000000Z', '-enddate', '20410101000000Z'],
    ]);
    return { key: readFileSync(join(dir, 'key'), 'utf8'), cert: readFileSync(join(dir, 'cert'), 'utf8') };
  } finally {
    rmSync(dir, { recursive: true });
  }
};

const CA_CONF = `[ca]
default_ca = one
[one]
database = index
serial = serial
new_certs_dir = .
certificate = ca.cert
private_key = ca.key
default_md = sha256
policy = any
x509_extensions = ext
[any]
commonName = supplied
[ext]
subjectAltName = DNS:${HOST}
extendedKeyUsage = serverAuth
`;

/** Plain HTTP where TLS should be. */
export const plainFace = async (): Promise<Face> => face(createAuthority(), await startHttpServer());

/** Whatever a socket can do instead of TLS. */
export const rawFace = (talk: (socket: Socket) => void) => async (): Promise<Face> =>
  face(createAuthority(), await startRawServer(talk));

/** TLS stands; then this happens to the first request. */
export const brokenAnswer = (how: 'silent' | 'reset'): RequestListener =>
  how === 'silent' ? () => {} : (request) => void request.socket.destroy();

/** An answer of a page or a proxy. */
export const page = (status: number, body: string, headers: Readonly<Record<string, string>> = {}) =>
  always(status, { 'Content-Type': 'text/html', ...headers }, body);

/** Connections that nobody answers, as behind a firewall that drops. */
export const filteredFace = async (): Promise<Face> => face(createAuthority(), await startDroppingPort());

type Beside = { stop(): Promise<void> };

/** The same face with something beside it, begun after it and stopped before; `more` of it may be the face's. */
export const withBeside =
  (made: () => Promise<Face>, beside: (face: Face) => Promise<Beside & { readonly nameServers?: readonly string[] }>) =>
  async (): Promise<Face> => {
    const one = await made();
    try {
      const { stop, nameServers } = await beside(one);
      const stopBoth = async () => {
        await stop();
        await one.stop();
      };
      return { ...one, ...(nameServers && { nameServers }), stop: stopBoth };
    } catch (error) {
      await one.stop();
      throw error;
    }
  };

/** A rule of the kernel's firewall for what goes to the face. */
export const behind = (how: Parameters<typeof startFirewall>[0], address?: string, made = tlsFace()) =>
  withBeside(made, async ({ port }) => startFirewall(how, port, address));

/** Real name servers that know the face by these addresses, the first ones silent. */
export const named = (
  addresses: readonly string[],
  o: { readonly made?: () => Promise<Face>; readonly silent?: number; readonly zones?: readonly string[] } = {},
) =>
  withBeside(o.made ?? tlsFace(), async ({ host }) => {
    const names = addresses.length > 0 ? { [host]: addresses } : {};
    const all: NameServer[] = [];
    const stop = async () => void (await Promise.all(all.map((one) => one.stop())));
    try {
      for (let n = 0; n <= (o.silent ?? 0); n++) all.push(await startNameServer({ names, zones: o.zones ?? [] }));
      for (const one of all.slice(0, o.silent ?? 0)) one.silence();
    } catch (error) {
      await stop();
      throw error;
    }
    return { nameServers: all.map(({ address }) => address), stop };
  });
