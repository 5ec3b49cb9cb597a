/** The double as the HTTP client of the real SDK: no socket. */

import type { HttpClient } from '@azure/core-rest-pipeline';
import { clientOf } from '../network.ts';
import type { CosmosDouble } from './double.ts';

export const httpClientOf = (double: CosmosDouble): HttpClient =>
  clientOf((request, body) =>
    double.handle({
      method: request.method,
      path: new URL(request.url).pathname,
      headers: request.headers.toJSON(),
      body,
    }),
  );
