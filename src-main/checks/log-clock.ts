/** Zones are quarters of an hour apart, at most 26 hours of them. Source: the tz database. */
const QUARTER_S = 900;
const FARTHEST_S = 26 * 3600;
/** A log's file is written at most this much after the time that its last line carries. Inference. */
const SLACK_S = 30;

/**
 * What a log's own times are against the host's clock, from the time of its last line and from when its file was last
 * written. `zone`: it is kept in another time zone than the one in which the host was looked at, so many seconds ahead of
 * it. `copied`: the file is newer than its text by so many seconds, more than zones can make, as after a copy or a restore.
 * All inference.
 */
export type LogClock = { readonly zone: number; readonly copied: number };

const SAME: LogClock = { zone: 0, copied: 0 };

/**
 * @param lastAt of the last line that has a time, milliseconds as if its local time were UTC
 * @param writtenAt when the file was last written, in local time of the host, reckoned in the same way
 */
export const logClock = (lastAt: number | undefined, writtenAt: number | undefined): LogClock => {
  if (lastAt === undefined || writtenAt === undefined) return SAME;
  const ahead = (lastAt - writtenAt) / 1000;
  const zone = Math.round(ahead / QUARTER_S) * QUARTER_S;
  if (Math.abs(zone) <= FARTHEST_S && Math.abs(ahead - zone) <= SLACK_S) return { zone, copied: 0 };
  return ahead < -FARTHEST_S ? { zone: 0, copied: -ahead } : SAME;
};
