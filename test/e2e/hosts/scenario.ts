import type { Report } from '../../../src-main/model/report.ts';
import type { Instance } from '../../peers/instance.ts';
import type { MidHost, MidHostOptions } from '../../peers/mid-host.ts';
import type { PeerName } from '../../peers/needs.ts';
import type { Listening } from '../../peers/tls-server.ts';

/** What stands where the instance should be; name servers of its own where /etc/hosts is not to name it. */
export type Face = Omit<Instance, 'requests'> & { readonly nameServers?: readonly string[] };

/** What a scenario may use: an instance that answers, and (unless `untrusted`) is trusted by the agent's own store. */
export type Around = { readonly instance: Face; readonly proxy: Listening | null };

/** One way in which a host can be, and what MID Up has to say of it. */
export type HostScenario = {
  readonly id: string;
  readonly title: string;
  /** The agent folder, what it runs as, its disk; `url` is the instance's where it is not given. */
  readonly host?: MidHostOptions | ((around: Around) => MidHostOptions);
  /** What stands where the instance should be, where it is not a sound instance. */
  face?(): Promise<Face>;
  /** A proxy of the network; config.xml does not know of it by itself. */
  proxy?(instance: Face): Promise<Listening>;
  /** Lines for the configuration of the host's SSH server. */
  readonly sshd?: readonly string[];
  /** Sign in as this user of the machine, made by `prepare`; root where there is none. */
  readonly login?: string;
  /** Leave the instance's certificate authority out of the agent's trust store. */
  readonly untrusted?: true;
  /** Brings the whole, stopped host into the state. */
  prepare(mid: MidHost, around: Around): Promise<void>;
  /** Takes back what `prepare` made outside the machine, after it is gone. */
  tidy?(): void;
  /** Further real programs that it is made with; without them it is left out. */
  readonly needs?: readonly PeerName[];
  /** MID Up does not say what it has to, and why. The long matrix fails once it does, so that this goes. */
  readonly wrongToday?: string;
  /** It takes minutes, and so is begun first. */
  readonly slow?: true;
  /** More arguments of `midup diagnose`. */
  readonly args?: readonly string[];
  readonly expect: {
    readonly status: Report['verdict']['status'];
    readonly exit: number;
    readonly cause: string | null;
    readonly confidence?: 'certain' | 'likely' | 'possible';
    /** What is to be done next has to say; besides, it is the first thing to do about the cause. */
    readonly next?: RegExp;
    /** More that this scenario's report has to say. Throws where it does not. */
    also?(report: Report): void;
  };
};
