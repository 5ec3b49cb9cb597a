/** The double as the HTTP client of the real SDK: no socket. */

import type { HttpClient } from '@azure/core-rest-pipeline';
import { clientOf } from '../network.ts';
import type { ChooseFault, CosmosDouble } from './double.ts';

/** @param fault what this client alone meets */
export const httpClientOf = (double: CosmosDouble, fault?: ChooseFault): HttpClient =>
  clientOf((request, body) =>
    double.handle(
      {
        method: request.method,
        path: new URL(request.url).pathname,
        headers: request.headers.toJSON(),
        body,
      },
      fault,
    ),
  );
