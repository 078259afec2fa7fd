import type { Fix } from '../model/fix.ts';
import { startServiceFix } from './start-service.ts';

/** Every change that MID Up can make. */
export const FIXES: readonly Fix[] = [startServiceFix];
