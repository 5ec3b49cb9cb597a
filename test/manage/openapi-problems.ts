/** A program: prints as JSON what Redocly's rules say against an OpenAPI document. Its argument: the file. */

import { createConfig, lint } from '@redocly/openapi-core';

const problems = await lint({
  ref: process.argv[2] ?? '',
  config: await createConfig({ extends: ['recommended-strict'] }),
});
console.log(
  JSON.stringify(
    problems.map(({ ruleId, message, location: [place] }) => ({ ruleId, message, at: place?.pointer })),
  ),
);
