import {
  commaSeparated,
  field,
  fix,
  say,
  sent,
  sentId,
  sentPath,
  textForClient,
  textForLog,
} from '../../shared/scim/text.ts';

const ID = '0190a000-0000-7000-8000-000000000001';

describe('RFC 7644 §3.12 detail: one text, shown to the client and kept in a log', () => {
  it('wording, names and numbers are in both', () => {
    const text = say`${'office'} must be one of "Chennai", "London"; at most ${3}.`;
    expect(textForClient(text)).toBe('office must be one of "Chennai", "London"; at most 3.');
    expect(textForLog(text)).toBe(textForClient(text));
  });

  it('what a client sent is shown to it alone', () => {
    const text = say`found \`${sent('userName eq "zoe"')}\`, and ${commaSeparated([say`"${sent('a')}"`, say`"${sent('b')}"`])}.`;
    expect(textForClient(text)).toBe('found `userName eq "zoe"`, and "a", "b".');
    expect(textForLog(text)).toBe('found `…`, and "…", "…".');
  });

  it.each([
    [ID, ID],
    ['zoe@secret.example', '…'],
    [ID.toUpperCase(), '…'],
  ])('where an id belongs, %s is kept as %s', (id, kept) => {
    expect(textForClient(sentId(id))).toBe(id);
    expect(textForLog(sentId(id))).toBe(kept);
  });

  it.each([
    ['title', 'title'],
    [
      'urn:ietf:params:scim:schemas:core:2.0:User:emails',
      'urn:ietf:params:scim:schemas:core:2.0:User:emails',
    ],
    ['emails[type eq "work"].value', 'emails[type eq "…"].value'],
    ['emails[type eq work].value', 'emails[type eq …].value'],
    ['emails[value eq "a\\"b] c"][0].value', 'emails[value eq "…"][0].value'],
    ['emails[not (type eq "work" and value co zoe)]', 'emails[not (type eq "…" and value co …)]'],
    ['emails[(type pr) or value eq zoe].x', 'emails[(type pr) or value eq …].x'],
    // What is no filter has no names that could be told from values.
    ['emails[value eqq zoe].value', 'emails[…].value'],
    ['emails[value eq zoe smith].value', 'emails[…].value'],
    ['emails[type eq "work" and zoe].value', 'emails[…].value'],
    ["emails[type eq 'zoe smith'].value", 'emails[…].value'],
    ['emails[zoe]', 'emails[…]'],
    ['emails[type eq "work"]zoe', '(no name of an attribute)'],
    ['members[491701234567]', 'members[…]'],
    ['emails[value eq "unfinished', '(no name of an attribute)'],
    ['zoe@secret.example', '(no name of an attribute)'],
    ['two words', '(no name of an attribute)'],
  ])('of the path %s the names are kept: %s', (path, kept) => {
    expect(textForClient(sentPath(path))).toBe(path);
    expect(textForLog(sentPath(path))).toBe(kept);
  });

  it('knows its remedy and the attribute it is about, wherever they stand in it', () => {
    const inner = say`${field('emails[value eq "zoe"].value')} is required: ${fix`send ${sent('x')}, or ${2}`}`;
    const text = say`Operations[${0}]: ${inner}.`;
    expect(textForClient(text)).toBe(
      'Operations[0]: emails[value eq "zoe"].value is required: send x, or 2.',
    );
    expect(text.remedy && textForLog(text.remedy)).toBe('send …, or 2');
    expect(text.field && textForLog(text.field)).toBe('emails[value eq "…"].value');
    expect(say`Nothing.`).toEqual({ parts: ['Nothing.'] });
  });
});
