/** Every number that decides between two findings, with its source. Bytes, seconds, counts. */
export const THRESHOLDS = {
  /** Below this a disk is low. Source: "MID Server pre-upgrade check" (at least 2 GB free). */
  diskLowBytes: 2 * 1024 ** 3,
  /** Launches of the JVM within `crashLoopWindowS` that make a crash loop. Inference. */
  crashLoopLaunches: 3,
  crashLoopWindowS: 600,
  /** Up for this long with no agent-log line for this long is hung. Inference from the one-a-minute status line. */
  hungS: 300,
  /** A started service must stay up this long to count as started. Inference. */
  provenUpS: 60,
  /** An upgrade log that has not grown for this long is stuck. Inference; upgrades take 5 to 10 minutes. */
  upgradeStuckS: 1800,
  /** Connecting, TLS and the first answer together; above it the network is said to be slow. Milliseconds. Inference. */
  slowMs: 5000,
  /** A log line this much older than the log's last one, with none like it since, speaks of what is over. Inference. */
  logStaleS: 3600,
} as const;
