import { answer } from './network/answer.ts';
import { beside } from './network/beside.ts';
import { connection } from './network/connection.ts';
import { proxy } from './network/proxy.ts';
import { tls } from './network/tls.ts';

/** `network.*`: the way from the host to the instance, rung by rung. */
export const network = { ...connection, ...proxy, ...tls, ...answer, ...beside };
