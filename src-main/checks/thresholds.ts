/** Every number that decides between two findings, with its source. Bytes, seconds, counts. */
export const THRESHOLDS = {
  /** Below this a disk is low. Source: "MID Server pre-upgrade check" (at least 2 GB free). */
  diskLowBytes: 2 * 1024 ** 3,
  /** Share of its inodes below which a file system will soon hold no more files. Inference. */
  inodesLow: 0.01,
  /** Launches of the JVM within `crashLoopWindowS` that make a crash loop. Inference. */
  crashLoopLaunches: 3,
  crashLoopWindowS: 600,
  /** Up for this long with no agent-log line for this long is hung. Inference from the one-a-minute status line. */
  hungS: 300,
  /** A started service must stay up this long to count as started. Inference. */
  provenUpS: 60,
  /** An upgrade log that has not grown for this long is stuck. Inference; upgrades take 5 to 10 minutes. */
  upgradeStuckS: 1800,
  /** A clock this far off makes valid certificates and sessions look invalid, s. Inference (Kerberos and NTP monitors use it, too). */
  clockWrongS: 300,
  clockOffS: 120,
  /** Fewer open files than this are few for a Java program; Linux gives 1024 by default. Inference. */
  openFilesLow: 1024,
  /** Share of the open files allowed that is nearly all of them. Inference. */
  openFilesFull: 0.9,
  /** A kill of the kernel and what the wrapper or the agent's log says of it lie this close, s. Inference. */
  killMatchS: 15,
  killSilenceS: 90,
  /** A denial of SELinux or AppArmor this old is over, s. Inference. */
  denialFreshS: 86_400,
  /** What a virus scanner said this long ago is over, s. Inference. */
  scannerFreshS: 7 * 86_400,
  /** The agent rewrites config.xml itself as it starts (secrets, mid_sys_id); a change this long after is another. Inference. */
  changedAfterStartS: 300,
  /** Connecting, TLS and the first answer together; above it the network is said to be slow. Milliseconds. Inference. */
  slowMs: 5000,
  /** Looking up a name takes milliseconds; this long, a name server in /etc/resolv.conf does not answer. Inference. */
  slowNameMs: 1500,
  /** A log line this much older than the log's last one, with none like it since, speaks of what is over. Inference. */
  logStaleS: 3600,
  /** Of upgrades the agent speaks no more than once an hour. Source: thread AutoUpgrade.3600 ("MID Server upgrades"). */
  upgradeSaidS: 2 * 3600,
} as const;
