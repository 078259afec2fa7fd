export type MissingRight = {
  readonly right: 'enter' | 'read' | 'write' | 'run';
  readonly path: string;
  /** As `ls -l` writes it. */
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
};

/**
 * What the evidence says about the agent and its service, in the shape that fixes need: they act on this and never
 * read evidence themselves.
 */
export type AgentFacts = {
  readonly agentDir: string;
  readonly midName: string | null;
  readonly service: {
    readonly manager: 'systemd' | 'sysv' | 'none';
    /** The unit or the init script's name. */
    readonly unit: string | null;
    readonly state: 'running' | 'stopped' | 'starting' | 'failed' | 'unknown';
    readonly pid: number | null;
    readonly disabled: boolean;
    /** A pid file that names no process of this agent. */
    readonly stalePidFile: string | null;
  };
  /** Who the agent runs as, or would. */
  readonly runAs: string | null;
  readonly upgradeInProgress: boolean;
  /** What the run-as user may not do; absent where that was not seen. `all`: no more than these. */
  readonly missingRights?: { readonly user: string; readonly all: boolean; readonly paths: readonly MissingRight[] };
};
