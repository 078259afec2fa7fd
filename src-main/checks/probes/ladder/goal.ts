import type { InstanceUrl } from '../../config/url.ts';

/** What a ladder leads to: the instance, or the server that upgrades come from. */
export type Goal = {
  readonly url: InstanceUrl;
  readonly proxy: { readonly host: string; readonly port: number } | null;
  /** What is asked for at the top. */
  readonly path: string;
  /** How long a connection may take to come about. */
  readonly tcpMs: number;
};

export const authorityOf = ({ host, port }: InstanceUrl): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Where the first connection goes. */
export const firstOf = ({ url, proxy }: Goal): { readonly host: string; readonly port: number } => proxy ?? url;

export const within = (signal: AbortSignal, ms: number): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(ms)]);
