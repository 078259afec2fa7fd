import type { Catalogue } from '../types.ts';
import { connection } from './connection.ts';
import { evidence } from './evidence.ts';
import { evidenceErrors } from './evidence-errors.ts';
import { config } from './findings/config.ts';
import { credentials } from './findings/credentials.ts';
import { host } from './findings/host.ts';
import { identity } from './findings/identity.ts';
import { instance } from './findings/instance.ts';
import { locate } from './findings/locate.ts';
import { log } from './findings/log.ts';
import { network } from './findings/network.ts';
import { service } from './findings/service.ts';
import { status } from './findings/status.ts';
import { support } from './findings/support.ts';
import { upgrade } from './findings/upgrade.ts';
import { verify } from './findings/verify.ts';
import { needs } from './needs.ts';
import { next } from './next.ts';
import { ofEvidence } from './of-evidence.ts';
import { phrases } from './phrases.ts';
import { refusals } from './refusals.ts';
import { steps } from './steps.ts';

/** English, whole: a code without its text does not compile. */
export const en: Catalogue = {
  findings: {
    ...status,
    ...locate,
    ...service,
    ...upgrade,
    ...host,
    ...config,
    ...network,
    ...credentials,
    ...instance,
    ...identity,
    ...log,
    ...verify,
    ...support,
  },
  steps,
  needs,
  evidence,
  next,
  connection,
  evidenceErrors,
  refusals,
  phrases,
  ofEvidence,
};
