/** Instead of typing: the schema of Entra's job, fetched from Microsoft Graph, with the guide merged into it. */

import { useState } from 'preact/hooks';
import { manage, Refused } from '../../api/manage.ts';
import type { MergedGraphSchema, GraphSchema as Schema } from '../../api/manage-api.ts';
import { Field } from '../../parts/controls.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { Failure } from '../../parts/states.tsx';
import { asRefused } from '../../parts/use-manage.ts';

const ADDRESS = 'https://graph.microsoft.com/v1.0/servicePrincipals/{id}/synchronization/jobs/{id}/schema';

export function GraphSchema({ account }: { account: string }) {
  const [merged, setMerged] = useState<MergedGraphSchema>();
  const [failure, setFailure] = useState<Refused>();
  const merge = async (file: File | undefined) => {
    setMerged(undefined);
    setFailure(undefined);
    if (!file) return;
    const body = schemaIn(await file.text());
    const path = `/accounts/${account}/mapping-guide/graph-schema` as const;
    setMerged((await manage(path, { method: 'POST', body })).body);
  };
  return (
    <section class="graph">
      <h2>Instead of typing: the schema file</h2>
      <p>
        Microsoft Graph has all mappings in one file. Fetch it with GET and choose it here. Then download the
        merged file, and send it to the same address with PUT. This service does not keep it.
      </p>
      <CopyText text={ADDRESS} what="address" />
      <Field label="Schema file from Microsoft Graph">
        <input
          type="file"
          accept=".json,application/json"
          onChange={({ currentTarget: { files } }) =>
            merge(files?.[0]).catch((error: unknown) => setFailure(asRefused(error)))
          }
        />
      </Field>
      {failure && <Failure failure={failure} />}
      {merged && <Merged merged={merged} />}
    </section>
  );
}

function Merged({ merged: { schema, changes, open } }: { merged: MergedGraphSchema }) {
  const save = () =>
    saveFile('schema.json', new Blob([`${JSON.stringify(schema, null, 2)}\n`], { type: 'application/json' }));
  return (
    <div class="notice" role="status">
      <strong>{changes.length === 0 ? 'The file already says what the guide says' : 'What changes'}</strong>
      <Sentences all={changes} />
      {open.length > 0 && <strong>What is left to you</strong>}
      <Sentences all={open} />
      <button type="button" class="primary" onClick={save}>
        Download schema.json
      </button>
    </div>
  );
}

const Sentences = ({ all }: { all: readonly string[] }) => (
  <ul>
    {all.map((one) => (
      <li key={one}>{one}</li>
    ))}
  </ul>
);

/** @throws Refused */
function schemaIn(text: string): Schema {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new Refused(400, {
      title: 'This is not a JSON file',
      detail: 'Choose the whole answer of Microsoft Graph.',
    });
  }
}
