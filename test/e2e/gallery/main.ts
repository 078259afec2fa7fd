/// <reference path="../../../src-renderer/css.d.ts" />
import { mount } from 'svelte';
import App from '../../../src-renderer/App.svelte';
import '../../../src-renderer/app.css';
import { createFakeContract } from './fake-contract.ts';
import { NOW, views } from './views.ts';

declare global {
  interface Window {
    /** Lets a test push views and read what was dispatched. */
    gallery: ReturnType<typeof createFakeContract>;
  }
}

const name = location.hash.slice(1) || 'guide-fail';
const view = views[name];
const target = document.getElementById('app');
if (!target || !view) throw new Error(`There is no view "${name}"; there are: ${Object.keys(views).join(', ')}`);
window.gallery = createFakeContract(view);
mount(App, { target, props: { contract: window.gallery.contract, now: () => NOW } });
