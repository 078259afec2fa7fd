import type { Fix } from '../model/fix.ts';
import { grantRightsFix } from './grant-rights.ts';
import { removeStalePidFix } from './remove-stale-pid.ts';
import { restartServiceFix } from './restart-service.ts';
import { startServiceFix } from './start-service.ts';

/** Every change that MID Up can make, in the order in which they are offered. */
export const FIXES: readonly Fix[] = [startServiceFix, restartServiceFix, grantRightsFix, removeStalePidFix];
