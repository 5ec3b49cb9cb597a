import { readFields } from '../../shared/accounts/fields.ts';
import { FIELD_TYPES } from '../../shared/kissflow/field.ts';
import { parseJson } from '../../shared/scim/json.ts';
import { problemsOf } from './thrown.ts';

const valid = { id: 'Cost_Rate', name: 'Cost rate', type: 'number', required: false };
const dropdown = { ...valid, type: 'dropdown', options: ['a', 'b'] };

const many = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);

describe('a field definition is read as it was given', () => {
  it.each(FIELD_TYPES)('of type %s', (type) => {
    const field = { ...valid, type, ...(type === 'dropdown' ? { options: ['a', 'A', ' é '] } : {}) };
    expect(readFields([field])).toEqual([field]);
  });

  it.each([
    ['an id of 63 characters', { ...valid, id: 'a'.repeat(63) }],
    ['an id that is a name of JavaScript', { ...valid, id: 'constructor' }],
    ['a name of 100 characters', { ...valid, name: 'é'.repeat(100) }],
    ['a required field', { ...valid, required: true }],
    ['500 options', { ...dropdown, options: many(500) }],
  ])('%s', (_, field) => {
    expect(readFields([field])).toEqual([field]);
  });

  it('no fields at all', () => {
    expect(readFields([])).toEqual([]);
  });
});

describe('a wrong definition is refused, by the place and the fix', () => {
  it.each<[string, unknown, string]>([
    ['no object', 7, 'fields[0] | fields[0] must be an object such as {"id", "name", "type"}.'],
    ['null', null, 'fields[0] | fields[0] must be an object such as {"id", "name", "type"}.'],
    [
      'an id that starts with a digit',
      { ...valid, id: '1a' },
      'fields[0].id | Field "1a": id must be a letter',
    ],
    ['an id with a space', { ...valid, id: 'a b' }, 'fields[0].id | Field "a b": id must be a letter'],
    ['an id with a line break at its end', { ...valid, id: 'a\n' }, 'fields[0].id | Field "a\\n": id must'],
    ['an id of 64 characters', { ...valid, id: 'a'.repeat(64) }, 'at most 62 letters, digits or underscores'],
    ['__proto__', { ...valid, id: '__proto__' }, 'fields[0].id | Field "__proto__": id must be a letter'],
    ['an id that is no string', { ...valid, id: 7 }, 'fields[0].id | fields[0]: id must be a letter'],
    ['a blank name', { ...valid, name: ' ' }, 'fields[0].name | Field "Cost_Rate": name must be 1 to 100'],
    ['a long name', { ...valid, name: 'x'.repeat(101) }, 'name must be 1 to 100 characters'],
    ['a lone surrogate', { ...valid, name: 'x\ud800' }, 'name must be 1 to 100 characters'],
    ['a line break of Unicode', { ...valid, name: 'x\u2028y' }, 'name must be 1 to 100 characters'],
    ['text that runs backwards', { ...valid, name: 'x\u202ey' }, 'name must be 1 to 100 characters'],
    ['U+0000', { ...valid, name: 'x\u0000' }, 'name must be 1 to 100 characters'],
    [
      'an unknown type',
      { ...valid, type: 'string' },
      'fields[0].type | Field "Cost_Rate": type must be one of text, number',
    ],
    ['a type that is a name of JavaScript', { ...valid, type: 'constructor' }, 'type must be one of'],
    [
      'required as a word',
      { ...valid, required: 'true' },
      'fields[0].required | Field "Cost_Rate": required must be true or false.',
    ],
    [
      'a required user reference',
      { ...valid, type: 'user', required: true },
      'fields[0].required | Field "Cost_Rate": a user reference cannot be required',
    ],
    ['required left out', { id: 'a', name: 'a', type: 'text' }, 'required must be true or false.'],
    [
      'options of a text',
      { ...valid, type: 'text', options: ['a'] },
      'fields[0].options | Field "Cost_Rate": only a dropdown has options: leave them out of a text.',
    ],
    ['empty options of a text', { ...valid, type: 'text', options: [] }, 'only a dropdown has options'],
    [
      'a dropdown without options',
      { ...valid, type: 'dropdown' },
      'fields[0].options | Field "Cost_Rate": options must be an array of 1 to 500 choices.',
    ],
    [
      'a dropdown of no options',
      { ...dropdown, options: [] },
      'options must be an array of 1 to 500 choices.',
    ],
    ['501 options', { ...dropdown, options: many(501) }, 'options must be an array of 1 to 500 choices.'],
    [
      'an option given twice',
      { ...dropdown, options: ['a', 'b', 'a'] },
      'option "a" is given twice: leave one.',
    ],
    [
      'an empty option',
      { ...dropdown, options: ['a', ''] },
      'options[1] must be a string of 1 to 200 characters.',
    ],
    ['an option that is no string', { ...dropdown, options: [1] }, 'options[0] must be a string'],
    [
      'a misspelt property',
      { ...valid, requierd: true },
      'fields[0] | Field "Cost_Rate" has no property "requierd": use id, name',
    ],
  ])('%s', (_, field, expected) => {
    const problems = problemsOf(() => readFields([field]));
    expect(problems).toEqual([expect.stringContaining(expected)]);
  });

  it('every problem of every field is named at once', () => {
    const problems = problemsOf(() => readFields([{ ...valid, id: '', type: 'x' }, 'x', valid]));
    expect(problems.map((problem) => problem.split(' | ')[0])).toEqual([
      'fields[0].id',
      'fields[0].type',
      'fields[1]',
    ]);
  });

  it('an id that was defined in another case', () => {
    expect(problemsOf(() => readFields([valid, { ...valid, id: 'COST_rate' }]))).toEqual([
      'fields[1].id | Field "COST_rate" is defined twice (case is ignored): leave one.',
    ]);
  });

  it.each([undefined, null, {}, 'x', 7, Array(1001).fill(valid)])(
    'a list that is none, or too long',
    (list) => {
      expect(problemsOf(() => readFields(list))).toEqual([
        'fields | fields must be an array of at most 1000 field definitions.',
      ]);
    },
  );

  it('more than a document can hold', () => {
    const options = many(500).map((option) => option.padEnd(200, '€'));
    const fields = many(10).map((id) => ({ ...dropdown, id: `f${id}`, options }));
    expect(problemsOf(() => readFields(fields))).toEqual([
      'fields | The fields are too large together: define fewer options.',
    ]);
  });

  it('a property called __proto__, and an id as long as the body may be', () => {
    const proto = parseJson('[{"id":"a","name":"a","type":"text","required":false,"__proto__":{}}]');
    expect(problemsOf(() => readFields(proto))).toEqual([expect.stringContaining('"__proto__"')]);
    const [problem = ''] = problemsOf(() => readFields([{ ...valid, id: '\ud800'.repeat(1e6) }]));
    expect(problem.length).toBeLessThan(300);
    expect(problem.isWellFormed()).toBe(true);
  });
});
