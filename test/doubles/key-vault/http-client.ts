/** The double as the HTTP client of the real SDK: no socket. */

import type { HttpClient } from '@azure/core-rest-pipeline';
import { clientOf } from '../network.ts';
import type { KeyVaultDouble } from './double.ts';

export const httpClientOf = (double: KeyVaultDouble): HttpClient =>
  clientOf((request, body) =>
    double.handle({
      method: request.method,
      url: new URL(request.url),
      headers: request.headers.toJSON(),
      body,
    }),
  );
