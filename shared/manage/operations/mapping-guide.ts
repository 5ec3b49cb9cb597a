/** What to enter in Entra ID for an account: as data, as a page to follow, and merged into a schema of Microsoft Graph. */

import type { HttpResponse } from '../../http/message.ts';
import { mergeIntoGraphSchema } from '../../kissflow/mapping-guide/graph.ts';
import { mappingGuide } from '../../kissflow/mapping-guide/guide.ts';
import { mappingGuideMarkdown } from '../../kissflow/mapping-guide/markdown.ts';
import { mappingGuidePage } from '../../kissflow/mapping-guide/page.ts';
import type { Block } from '../../kissflow/mapping-guide/page-text.ts';
import { attributeNamed } from '../../kissflow/mapping-guide/unsupported.ts';
import type { LogEntry } from '../../provisioning-log/entry.ts';
import { assigned } from '../../scim/json.ts';
import { accountOf, json, type ManageOperation } from '../contract/call.ts';

/** As data, or as a page to follow. */
export const getMappingGuide: ManageOperation = async (call) => {
  const guide = mappingGuide(await accountOf(call));
  const accepted = call.request.header('accept') ?? '';
  const format = call.query.format ?? (accepted.includes('text/markdown') ? 'markdown' : 'json');
  if (format === 'json') return json(200, guide, { vary: 'accept' });
  return markdown(mappingGuideMarkdown(guide));
};

const markdown = (body: string): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'text/markdown; charset=utf-8', vary: 'accept' },
  body,
});

/** Merged into a schema that was fetched from Microsoft Graph. */
export const mergeGraphSchema: ManageOperation = async (call) =>
  json(200, mergeIntoGraphSchema(call.body, mappingGuide(await accountOf(call))));

/** Newest entries of the log that are looked through for attributes that a client has sent. */
const LATEST = 200;

/** The page as data. A row knows when its attribute came last. */
export const getMappingGuidePage: ManageOperation = async (call) => {
  const account = await accountOf(call);
  const { sections, ...page } = mappingGuidePage(mappingGuide(account));
  const seen = sightingsIn(await call.services.provisioningLog.latest(account.id, LATEST));
  const blocksOf = (blocks: readonly Block[]) => blocks.map((block) => withSightings(block, seen));
  return json(200, {
    ...page,
    sections: sections.map(({ title, blocks }) => ({ title, blocks: blocksOf(blocks) })),
  });
};

type Sightings = ReadonlyMap<string, string>;

/** When each attribute came last: with a change, with a refusal, or to be dropped. @param entries newest first */
function sightingsIn(entries: readonly LogEntry[]): Sightings {
  const seen = entries
    .filter(({ operation }) => operation !== 'import')
    .flatMap(({ at, resourceType, attributes, ignored, field = '' }) =>
      [...attributes.map(({ attribute }) => attribute), ...ignored, field].map(
        (path) => [keyOf(resourceType, path), at] as const,
      ),
    );
  return new Map(seen.toReversed());
}

/** The log names whole attributes. */
const keyOf = (resourceType: string | undefined, path: string): string =>
  `${resourceType}:${attributeNamed(path).toLowerCase()}`;

function withSightings(block: Block, seen: Sightings) {
  if (!('table' in block)) return block;
  const { resourceType, rows } = block.table;
  const sighted = rows.map((row) => assigned({ ...row, seen: seen.get(keyOf(resourceType, row.target)) }));
  return { table: { ...block.table, rows: sighted } };
}
