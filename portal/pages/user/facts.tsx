/** All that is known of a user, by name: standard attributes, fields of the account, groups. */

import type { FieldList, UserDetails } from '../../api/manage-api.ts';
import { attributeName } from '../../parts/attribute-names.ts';
import { Origin, ResourceLink } from '../../parts/resource.tsx';
import { Status, Value, valueText } from '../../parts/values.tsx';

/** Characters of a value that are shown: a certificate or a photo has many. */
const MOST = 300;

type Row = readonly [name: string, value: string];

export function Facts({
  account,
  details,
  fields,
}: {
  account: string;
  details: UserDetails;
  fields: FieldList['fields'];
}) {
  const { user, attributes, retained } = details;
  return (
    <div class="halves">
      <section>
        <h2>Attributes</h2>
        <dl class="facts">
          <dt>Status</dt>
          <dd>
            <Status active={user.active} />
          </dd>
          {rowsOf(attributes).map(([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd>
                <bdi>
                  {value.length > MOST ? `${value.slice(0, MOST)}… (${value.length} characters)` : value}
                </bdi>
              </dd>
            </>
          ))}
          <Origin of={user} />
        </dl>
      </section>
      <section>
        <h2>Fields</h2>
        {fields.length === 0 && <p>The account has no fields.</p>}
        {fields.length > 0 && (
          <dl class="facts">
            {fields.map(({ id, name, type }) => (
              <>
                <dt>{name}</dt>
                <dd>
                  {valueText(user.fields[id]) ? (
                    <Value account={account} type={type} value={user.fields[id]} />
                  ) : (
                    '–'
                  )}
                </dd>
              </>
            ))}
          </dl>
        )}
        {retained.length > 0 && (
          <p>
            Values are kept, and not shown, of fields that were removed or have another type now:{' '}
            {retained.join(', ')}.
          </p>
        )}
        <GroupsOf account={account} details={details} />
      </section>
    </div>
  );
}

function GroupsOf({ account, details: { user, groups } }: { account: string; details: UserDetails }) {
  return (
    <>
      <h2>Groups</h2>
      {user.groups === 0 && <p>In no group.</p>}
      <ul class="chips">
        {groups.map(({ id, displayName }) => (
          <li key={id}>
            <ResourceLink account={account} type="Group" id={id}>
              {displayName ?? id}
            </ResourceLink>
          </li>
        ))}
      </ul>
      {user.groups > groups.length && <p>And {user.groups - groups.length} more.</p>}
    </>
  );
}

/** The status has its own row. */
const rowsOf = (attributes: UserDetails['attributes']): readonly Row[] =>
  Object.entries(attributes).flatMap(([name, value]) =>
    name === 'active' ? [] : attributeRows(name, value),
  );

/** A list has a row for each element, an object one for each part. */
function attributeRows(name: string, value: unknown): readonly Row[] {
  const called = attributeName(name, []);
  if (Array.isArray(value))
    return value.map((element) => [elementName(called, element), elementText(element)]);
  if (typeof value !== 'object') return [[called, valueText(value)]];
  return Object.entries(Object(value)).map(([part, text]) => [attributeName(part, []), valueText(text)]);
}

const elementName = (name: string, element: unknown): string => {
  const { type } = Object(element);
  return type ? `${name} (${type})` : name;
};

function elementText(element: unknown): string {
  if (typeof element !== 'object') return valueText(element);
  const { value, display, formatted, type: _type, primary: _primary, ...parts } = Object(element);
  return String(value ?? display ?? formatted ?? Object.values(parts).join(', '));
}
