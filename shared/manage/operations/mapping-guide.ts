/** What to enter in Entra ID for an account: as data, as a page to follow, merged into a fetched Graph schema. */

import { mergeIntoGraphSchema } from '../../kissflow/mapping-guide/graph.ts';
import { mappingGuide } from '../../kissflow/mapping-guide/guide.ts';
import { mappingGuideMarkdown } from '../../kissflow/mapping-guide/markdown.ts';
import { json, type Operation } from '../call.ts';
import { accountOf } from './account-of.ts';

export const getMappingGuide: Operation = async (call) => {
  const guide = mappingGuide(await accountOf(call));
  const accepted = call.request.headers.get('accept') ?? '';
  const format = call.query.format ?? (accepted.includes('text/markdown') ? 'markdown' : 'json');
  if (format === 'json') return json(200, guide, { vary: 'accept' });
  return new Response(mappingGuideMarkdown(guide), {
    headers: { 'content-type': 'text/markdown; charset=utf-8', vary: 'accept' },
  });
};

export const mergeGraphSchema: Operation = async (call) =>
  json(200, mergeIntoGraphSchema(call.body, mappingGuide(await accountOf(call))));
