/** `kissflow-scim field`: each verb edits the list of fields that the manage API takes as a whole. */

import { EXTENSION, openShell } from './shell.ts';

let shell: Awaited<ReturnType<typeof openShell>>;

beforeAll(async () => {
  shell = await openShell();
  await shell.run('account create Ac1 --name Acme');
});

afterAll(() => shell.remove());

const fields = async (account: string) => (await shell.json(`field list ${account}`)).fields;

it('add, change and remove leave the other fields alone', async () => {
  await shell.run('field add Ac1 Code');
  await shell.run(
    'field add Ac1 Grade --name "Job grade" --type dropdown --option Junior --option "Team lead" --required yes',
  );
  const code = { id: 'Code', name: 'Code', type: 'text', required: false };
  const grade = {
    id: 'Grade',
    name: 'Job grade',
    type: 'dropdown',
    required: true,
    options: ['Junior', 'Team lead'],
  };
  expect(await fields('Ac1')).toEqual([code, grade]);
  await shell.run('field change Ac1 grade --required no --option Junior --option "Team lead" --option CEO');
  expect(await fields('Ac1')).toEqual([
    code,
    { ...grade, required: false, options: ['Junior', 'Team lead', 'CEO'] },
  ]);
  await shell.run('field change Ac1 Grade --type text --confirm');
  expect(await fields('Ac1')).toEqual([
    code,
    { id: 'Grade', name: 'Job grade', type: 'text', required: false },
  ]);
  await shell.run('field remove Ac1 Code --confirm');
  expect((await fields('Ac1')).map(({ id }: { id: string }) => id)).toEqual(['Grade']);
});

it('what would hide values of users is said, and done only when the id of the field is typed', async () => {
  expect(await shell.createUser({ userName: 'ann', [EXTENSION]: { Department: 'E1' } })).toBe(201);
  const before = await fields('AcDemo');
  const refused = await shell.run('field remove AcDemo DEPARTMENT');
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('Department: removed. 1 user holds a value.');
  expect(refused.err).toContain('--yes');
  expect(await fields('AcDemo')).toEqual(before);
  const mistyped = await shell.runTyping('field remove AcDemo Department', 'y');
  expect(mistyped.code).toBe(1);
  expect(mistyped.err).toContain('nothing was changed');
  expect(await fields('AcDemo')).toEqual(before);
  const typed = await shell.runTyping('field remove AcDemo Department', 'Department');
  expect(typed.code).toBe(0);
  expect(typed.err).toMatch(
    /1 user holds a value\. Values are kept.*mapping with the target urn:\S+:Department is deleted.*refused/,
  );
  expect(typed.err).toContain('Type Department to confirm:');
  expect(await fields('AcDemo')).toEqual(before.filter(({ id }: { id: string }) => id !== 'Department'));
});

test.each([
  ['a field that is there in another case', 'field add AcDemo salary', 'field change'],
  ['a field that is not there', 'field remove AcDemo Nope --confirm', 'no field "Nope"'],
  ['a change of a field that is not there', 'field change AcDemo Nope --name x', 'no field "Nope"'],
  ['an id that Entra ID could not map', 'field add AcDemo 1st', 'begins with a letter'],
  ['a dropdown without choices', 'field add AcDemo Size --type dropdown', 'options'],
])('%s is refused: exit code 1', async (_, line, message) => {
  const before = await fields('AcDemo');
  const { code, err } = await shell.run(line);
  expect(code).toBe(1);
  expect(err).toContain(message);
  expect(await fields('AcDemo')).toEqual(before);
});

test.each([
  ['a type that does not exist', 'field add AcDemo Size --type colour', 'yesNo'],
  ['nothing to change', 'field change AcDemo Salary', 'something to change'],
])('%s is a wrong command line: exit code 2', async (_, line, message) => {
  const { code, err } = await shell.run(line);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

it('a field is removed, listed as removed, and brought back as it was', async () => {
  const [field] = (await fields('AcDemo')).filter(({ id }: { id: string }) => id === 'Office_Location');
  expect((await shell.run('field remove AcDemo office_location --dry-run')).out).toContain(
    'Until the mapping with the target urn:kissflow:scim:schemas:extension:AcDemo:2:User:Office_Location is deleted',
  );
  expect(await fields('AcDemo')).toContainEqual(field);
  await shell.run('field remove AcDemo office_location --confirm');
  expect((await shell.run('field list AcDemo')).out).toMatch(
    /Removed .*restore[\s\S]*USERS[\s\S]*Office_Location .* 0 {2}/,
  );
  await shell.run('field restore AcDemo office_location');
  expect(await fields('AcDemo')).toContainEqual(field);
  expect((await shell.run('field restore AcDemo Nope')).err).toContain('see kissflow-scim field list');
});

it.each(['--yes', '--confirm'])('a script confirms with %s', async (option) => {
  await shell.run(`field add AcDemo Passing`);
  expect((await shell.run(`field remove AcDemo Passing ${option}`)).code).toBe(0);
});

it('a field retires, and ends its retirement by being removed', async () => {
  const retiring = async () =>
    (await shell.json('field list AcDemo')).formerFields.filter((field: object) => 'retiring' in field);
  await shell.run('field retire AcDemo Salary --confirm');
  expect((await shell.run('status AcDemo')).out).toMatch(
    /RETIRING FIELD[\s\S]*Salary .* not since .*User:Salary, then: kissflow-scim field remove AcDemo Salary/,
  );
  expect(await retiring()).toMatchObject([{ id: 'Salary', retiring: true }]);
  await shell.run('field remove AcDemo salary --confirm');
  expect(await retiring()).toEqual([]);
  expect((await shell.json('field list AcDemo')).formerFields).toContainEqual(
    expect.objectContaining({ id: 'Salary' }),
  );
});

it('the administrators’ log tells what of a field was changed, and which fields retire', async () => {
  await shell.run('account create AcLog --name Log');
  await shell.run('field add AcLog Code');
  await shell.run('field change AcLog Code --name "Employee code" --required yes --yes');
  await shell.run('field retire AcLog Code --yes');
  await shell.run('field remove AcLog Code --yes');
  const { out } = await shell.run('log AcLog --admin');
  expect(out).toContain('fields.Code (name Code -> Employee code, required no -> yes)');
  expect(out).toMatch(/fields\.Code \(Employee code, text -> -\), retiring Code/);
  expect(out).toContain('retiring (Code -> -)');
});
