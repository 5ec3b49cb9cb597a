/** Entra's Test Connection, and the discovery of the attributes that can be mapped (RFC 7644 §4). */

import { randomUUID } from 'node:crypto';
import { findExtension } from '../client/extension.ts';
import { findNone } from './query.ts';
import type { Session } from './session.ts';

/** Asks for a user and a group that cannot exist. */
export async function testConnection(session: Session): Promise<void> {
  await findNone(session, 'User', 'userName', randomUUID());
  await findNone(session, 'Group', 'displayName', randomUUID());
  const schemas = await session.send({ method: 'GET', path: '/Schemas', expect: [200] });
  session.extension = findExtension(schemas);
}
