import { realParts } from './real-parts.ts';
import { type App, type AppOptions, wireApp } from './wire-app.ts';

export type { App, AppOptions } from './wire-app.ts';

/** The app as the shells run it: the real things, put together. */
export const createApp = (o: AppOptions): App => wireApp(realParts(), o);
