import type { Component } from 'svelte';
import type { Screen, View } from '../../src-main/contract/view.ts';
import Connect from './Connect.svelte';
import Guide from './Guide.svelte';
import Verdict from './Verdict.svelte';

export type ScreenProps = { view: View };

/** What is drawn for each screen of the view. */
export const screens = {
  connect: Connect,
  guide: Guide,
  verdict: Verdict,
} satisfies Record<Screen, Component<ScreenProps>>;
