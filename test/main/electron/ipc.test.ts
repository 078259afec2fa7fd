import { beforeEach, describe, expect, test, vi } from 'vitest';
import { connectIpc, type IpcCall } from '../../../src-main/electron/ipc.ts';
import { createFakeContract, type FakeContract } from '../../fakes/fake-contract.ts';
import { createFakeIpc } from '../../fakes/fake-electron.ts';

let contract: FakeContract;
beforeEach(() => {
  contract = createFakeContract();
});

const open = async (frame?: IpcCall['senderFrame']) => {
  const ipc = createFakeIpc(frame);
  connectIpc(ipc.door, contract);
  vi.resetModules();
  vi.doMock('electron', () => ipc.preloadModule);
  await import('../../../src-main/electron/preload.ts');
  return ipc;
};

describe('who is heard', () => {
  test.each<[string, IpcCall['senderFrame']]>([
    ['a frame that is gone', null],
    ['an empty page', { url: 'about:blank', parent: null }],
    ['a page of the web', { url: 'https://evil.example/', parent: null }],
    ['a file', { url: 'file:///tmp/x.html', parent: null }],
    ['a frame inside the own page', { url: 'midup://app/', parent: {} }],
    ['another host of the scheme', { url: 'midup://evil/', parent: null }],
  ])('%s is refused, and sees no view', async (_who, frame) => {
    const { bridge } = await open(frame);
    expect(await bridge().dispatch({ type: 'next' })).toMatchObject({ ok: false, code: 'refused' });
    expect(await bridge().ask({ type: 'about' })).toMatchObject({ ok: false, code: 'refused' });
    expect(contract.listeners()).toBe(0);
    expect([contract.dispatched, contract.asked]).toEqual([[], []]);
  });

  test('a page that is reloaded listens once, and one that is gone not at all', async () => {
    const { page, preloadModule } = await open();
    expect(contract.listeners()).toBe(1);
    preloadModule.ipcRenderer.send('midup:view');
    expect(contract.listeners()).toBe(1);
    page.gone = true;
    page.emit('destroyed');
    expect(contract.listeners()).toBe(0);
    contract.push();
  });
});
