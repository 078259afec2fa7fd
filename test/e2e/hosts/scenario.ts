import type { Report } from '../../../src-main/model/report.ts';
import type { Instance } from '../../peers/instance.ts';
import type { MidHost, MidHostOptions } from '../../peers/mid-host.ts';

/** What a scenario may use: an instance that answers, and (unless `untrusted`) is trusted by the agent's own store. */
export type Around = { readonly instance: Instance };

/** One way in which a host can be, and what MID Up has to say of it. */
export type HostScenario = {
  readonly id: string;
  readonly title: string;
  /** The agent folder, what it runs as, its disk; `url` is the instance's where it is not given. */
  readonly host?: MidHostOptions | ((around: Around) => MidHostOptions);
  /** Leave the instance's certificate authority out of the agent's trust store. */
  readonly untrusted?: true;
  /** Brings the whole, stopped host into the state. */
  prepare(mid: MidHost, around: Around): Promise<void>;
  /** More arguments of `midup diagnose`. */
  readonly args?: readonly string[];
  readonly expect: {
    readonly status: Report['verdict']['status'];
    readonly exit: number;
    readonly cause: string | null;
    readonly confidence?: 'certain' | 'likely' | 'possible';
    /** More that this scenario's report has to say. Throws where it does not. */
    also?(report: Report): void;
  };
};
