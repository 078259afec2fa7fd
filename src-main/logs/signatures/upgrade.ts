import { AGENT, BOTH, type Signature } from './define.ts';

/** A check or a download that went well. Source: MID Server upgrades. */
export const UPGRADE_OVER = ['Pre-upgrade validation tests successful', 'Package was successfully downloaded'] as const;

/** Upgrades that were not made, or not to the end. */
export const UPGRADE: readonly Signature[] = [
  ...(
    [
      [
        'precheck',
        'Aborting MID Server upgrade due to pre-upgrade check failure',
        'Aborting MID Server upgrade due to pre-upgrade check failure: disk',
      ],
      [
        'precheck-disk',
        'Not enough free disk space. The system reports',
        'Not enough free disk space. The system reports 104857600 bytes free',
      ],
      ['precheck-download', 'Unable to download updates from', 'Unable to download updates from the install server'],
      ['precheck-signature', 'Unable to verify digital signature', 'Unable to verify digital signature: mid-core.zip'],
      [
        'precheck-extract',
        'Unable to extract contents of pre upgrade check zip',
        'Unable to extract contents of pre upgrade check zip',
      ],
      [
        'precheck-host',
        'does not meet the minimum system requirements',
        'Upgrade Failure: The host machine does not meet the minimum system requirements',
      ],
    ] as const
  ).map(
    ([id, fragment, sample]): Signature => ({
      id,
      code: 'upgrade.precheck-failed',
      where: AGENT,
      fragments: [fragment],
      certainty: 'likely',
      until: UPGRADE_OVER,
      source: 'MID Server pre-upgrade check; KB0696133',
      samples: [sample],
    }),
  ),
  {
    id: 'upgrade-exception',
    code: 'upgrade.failed',
    where: BOTH,
    fragments: ['mid_upgrade.UpgradeException'],
    certainty: 'likely',
    source: 'KB0596459',
    samples: [
      'com.snc.dist.mid_upgrade.UpgradeException: java.io.FileNotFoundException: bin/mid.bat (Access is denied)',
    ],
  },
  {
    id: 'upgrade-failed',
    code: 'upgrade.failed',
    where: AGENT,
    fragments: ['Setting mid status to Upgrade Failed'],
    certainty: 'likely',
    source: 'Support knowledge base (article number not kept)',
    samples: ['Setting mid status to Upgrade Failed'],
  },
];
