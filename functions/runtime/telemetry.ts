/** Composes telemetry: the client of the product is in a file of its own, read some time after the first answer. */

import { managedIdentity } from '../../shared/azure-identity/azure-identity.ts';
import {
  type DeferredTelemetry,
  deferredTelemetry,
  noDeferredTelemetry,
  type TelemetryClient,
} from '../../shared/telemetry/deferred-telemetry.ts';
import type { Settings, TelemetrySettings } from './settings.ts';

export const telemetryOn = (
  settings: TelemetrySettings | undefined,
  appService?: Settings['appService'],
): DeferredTelemetry =>
  settings ? deferredTelemetry(() => open(settings, appService)) : noDeferredTelemetry;

async function open(
  { connectionString, signsIn, clientId, role }: TelemetrySettings,
  appService: Settings['appService'],
): Promise<TelemetryClient> {
  const { applicationInsights } = await import('../../shared/telemetry/application-insights/client.ts');
  if (!signsIn) return applicationInsights({ connectionString, role });
  const credential = await managedIdentity({ managedIdentityClientId: clientId, appService });
  return applicationInsights({ connectionString, role, credential });
}
