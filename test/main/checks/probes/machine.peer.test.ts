import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configProbe } from '../../../../src-main/checks/probes/config.ts';
import { kernelProbe } from '../../../../src-main/checks/probes/kernel.ts';
import { systemProbe } from '../../../../src-main/checks/probes/system.ts';
import { upgradeProbe } from '../../../../src-main/checks/probes/upgrade.ts';
import { wrapperProbe } from '../../../../src-main/checks/probes/wrapper.ts';
import { folderWith, parsed, runProbe, SHELLS } from '../../../fakes/run-probe.ts';
import { peers } from '../../../peers/needs.ts';

const CONF = `#encoding=UTF-8
wrapper.working.dir=../
wrapper.java.command=jre/bin/java
wrapper.java.maxmemory=64m
#include ../conf/wrapper-override.conf
#include.required ../conf/local settings.conf
`;

describe.skipIf(!peers('busybox')).each(SHELLS)('in %s', (shell) => {
  test('the wrapper files as files, and the version of Java', () => {
    using agent = folderWith({
      'conf/wrapper.conf': CONF,
      'conf/wrapper-override.conf': Buffer.from('#encoding=KLINGON\nwrapper.displayname=Gr\xfc\xdfe\n', 'latin1'),
      'bin/mid.sh': '',
      'jre/bin/java': '#!/bin/sh\necho never run\n',
      'jre/release': 'IMPLEMENTOR="x"\nJAVA_VERSION="17.0.12"\r\n',
      'package/meta/mid-core.meta.properties': 'package.filename=mid-core.05-14-2026_1732.universal.universal.zip\r\n',
      'properties/glide.properties': 'mid.buildstamp=05-14-2026_1732\n',
    });
    chmodSync(join(agent.dir, 'jre/bin/java'), 0o755);
    const config = parsed(configProbe, runProbe(configProbe, agent.dir, shell));
    expect(config.wrapperFiles).toMatchObject([
      {
        name: 'wrapper.conf',
        unknownEncoding: undefined,
        notUtf8: undefined,
        includes: [
          { path: '../conf/wrapper-override.conf', required: false, missing: false },
          { path: '../conf/local settings.conf', required: true, missing: true },
        ],
      },
      // BusyBox has no iconv: an encoding that cannot be looked up is not called unknown.
      {
        name: 'wrapper-override.conf',
        unknownEncoding: shell === 'busybox' ? undefined : 'KLINGON',
        notUtf8: { line: 2, encoding: 'KLINGON' },
      },
    ]);
    expect(Math.abs((config.wrapperFiles[0]?.mtime ?? 0) - Date.now() / 1000)).toBeLessThan(10);
    expect(parsed(wrapperProbe, runProbe(wrapperProbe, agent.dir, shell)).javaVersion).toBe('17.0.12');
    expect(parsed(upgradeProbe, runProbe(upgradeProbe, agent.dir, shell))).toMatchObject({
      corePackage: 'mid-core.05-14-2026_1732.universal.universal.zip',
      buildstamp: '05-14-2026_1732',
    });
    expect(parsed(systemProbe, runProbe(systemProbe, agent.dir, shell)).heap).toBe(64 * 1024 ** 2);
  });

  test('a Java without a release file says its version itself', () => {
    using agent = folderWith({
      'conf/wrapper.conf': CONF,
      'bin/mid.sh': '',
      'jre/bin/java': '#!/bin/sh\necho \'openjdk version "11.0.2" 2019-01-15\' >&2\n',
    });
    chmodSync(join(agent.dir, 'jre/bin/java'), 0o755);
    expect(parsed(wrapperProbe, runProbe(wrapperProbe, agent.dir, shell)).javaVersion).toBe('11.0.2');
    writeFileSync(join(agent.dir, 'jre/bin/java'), 'not a program');
    expect(parsed(wrapperProbe, runProbe(wrapperProbe, agent.dir, shell)).javaVersion).toBeUndefined();
  });

  test('what the kernel says, without a word on stderr', () => {
    using agent = folderWith({});
    const kernel = parsed(kernelProbe, runProbe(kernelProbe, agent.dir, shell));
    expect(kernel).toMatchObject({ agentDir: agent.dir, audit: expect.any(String) });
    expect(kernel.selinux).toBeDefined();
  });
});
