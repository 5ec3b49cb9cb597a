/** Forty people who do not exist, and their groups. Their names test what a page makes of scripts and directions. */

export interface Person {
  /** The local part of `userName`. */
  readonly login: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly displayName: string;
  readonly title: string;
  readonly department: string;
  /** The login of the manager; empty at the top. */
  readonly manager: string;
}

type Row = readonly [login: string, givenName: string, familyName: string, title: string, manager: string];

/** By department; whoever manages comes before whom they manage. */
const DEPARTMENTS: Readonly<Record<string, readonly Row[]>> = {
  Management: [
    ['priya.raman', 'Priya', 'Raman', 'Chief Executive Officer', ''],
    ['henrik.sorensen', 'Henrik', 'Sørensen', 'Chief Financial Officer', 'priya.raman'],
    ['amara.okafor', 'Amara', 'Okafor', 'Chief Technology Officer', 'priya.raman'],
    ['lucia.fernandez', 'Lucía', 'Fernández Ortega', 'Chief People Officer', 'priya.raman'],
  ],
  Engineering: [
    ['li.wei', '伟', '李', 'Engineering Manager', 'amara.okafor'],
    ['olena.kovalenko', 'Олена', 'Коваленко', 'Engineering Manager', 'amara.okafor'],
    ['karthik.s', 'கார்த்திக்', 'சுப்பிரமணியன்', 'Senior Engineer', 'li.wei'],
    ['sato.haruka', '陽香', '佐藤', 'Engineer', 'li.wei'],
    ['joao.silva', 'João', 'da Silva', 'Engineer', 'li.wei'],
    ['ananya.iyer', 'Ananya', 'Iyer', 'Engineer', 'li.wei'],
    ['mehmet.yildiz', 'Mehmet', 'Yıldız', 'Site Reliability Engineer', 'olena.kovalenko'],
    ['sigrun.jonsdottir', 'Sigrún', 'Jónsdóttir', 'Quality Engineer', 'olena.kovalenko'],
    ['nguyen.anh', 'Ánh', 'Nguyễn Thị', 'Engineer', 'olena.kovalenko'],
    ['tomasz.wojcik', 'Tomasz', 'Wójcik', 'Engineer', 'olena.kovalenko'],
  ],
  Finance: [
    ['layla.haddad', 'ليلى', 'حداد', 'Head of Finance', 'henrik.sorensen'],
    ['rahul.mehta', 'राहुल', 'मेहता', 'Accountant', 'layla.haddad'],
    ['chloe.dubois', 'Chloé', 'Dubois', 'Controller', 'layla.haddad'],
    ['samuel.mensah', 'Samuel', 'Mensah', 'Accounts Payable', 'layla.haddad'],
    ['zofia.nowak', 'Zofia', 'Nowak', 'Payroll Specialist', 'layla.haddad'],
  ],
  Sales: [
    ['grace.mitchell', 'Grace', 'Mitchell', 'Head of Sales', 'priya.raman'],
    ['yael.cohen', 'יעל', 'כהן', 'Account Executive', 'grace.mitchell'],
    ['kim.minjun', '민준', '김', 'Account Executive', 'grace.mitchell'],
    ['matteo.ricci', 'Matteo', 'Ricci', 'Account Executive', 'grace.mitchell'],
    ['aisha.khan', 'Aisha', 'Khan', 'Sales Engineer', 'grace.mitchell'],
    ['bram.vandenberg', 'Bram', 'van den Berg', 'Partner Manager', 'grace.mitchell'],
    ['noor.rahman', 'Noor', 'Rahman', 'Sales Operations', 'grace.mitchell'],
  ],
  Support: [
    ['eleni.papadopoulou', 'Ελένη', 'Παπαδοπούλου', 'Head of Support', 'amara.okafor'],
    ['somchai.p', 'สมชาย', 'พงศ์ศิริ', 'Support Engineer', 'eleni.papadopoulou'],
    ['fatima.zahra', 'فاطمة', 'الزهراء', 'Support Engineer', 'eleni.papadopoulou'],
    ['daniel.o-brien', 'Daniel', 'O’Brien', 'Support Engineer', 'eleni.papadopoulou'],
    ['meera.pillai', 'Meera', 'Pillai', 'Customer Success Manager', 'eleni.papadopoulou'],
    ['ivan.petrov', 'Иван', 'Петров', 'Support Engineer', 'eleni.papadopoulou'],
  ],
  People: [
    ['hannah.schmidt', 'Hannah', 'Schmidt', 'Recruiter', 'lucia.fernandez'],
    ['arjun.nair', 'Arjun', 'Nair', 'HR Business Partner', 'lucia.fernandez'],
    ['wanjiru.kamau', 'Wanjirũ', 'Kamau', 'Office Manager', 'lucia.fernandez'],
    [
      'maximilian.von-hohenstein',
      'Maximilian',
      'von Hohenstein-Wittelsbach',
      'Works Council',
      'lucia.fernandez',
    ],
  ],
  Operations: [
    ['deepa.krishnan', 'Deepa', 'Krishnan', 'Process Owner', 'henrik.sorensen'],
    ['luis.alvarez', 'Luis', 'Álvarez', 'Procurement', 'deepa.krishnan'],
    ['emma.lindqvist', 'Emma', 'Lindqvist', 'Facilities', 'deepa.krishnan'],
    ['tariq.aziz', 'طارق', 'عزيز', 'Logistics', 'deepa.krishnan'],
  ],
};

/** Han and Hangul: the family name comes first, and nothing between. */
const isFamilyFirst = (name: string): boolean => /^[\p{Script=Han}\p{Script=Hangul}]+$/u.test(name);

const personOf =
  (department: string) =>
  ([login, givenName, familyName, title, manager]: Row): Person => ({
    login,
    givenName,
    familyName,
    displayName: isFamilyFirst(familyName) ? familyName + givenName : `${givenName} ${familyName}`,
    title,
    department,
    manager,
  });

export const PEOPLE: readonly Person[] = Object.entries(DEPARTMENTS).flatMap(([department, rows]) =>
  rows.map(personOf(department)),
);

const consultant = personOf('Consulting');

/** Deleted at the end of the week. */
export const VISITOR = consultant(['pat.morgan', 'Pat', 'Morgan', 'Interim Controller', 'layla.haddad']);

/** Refused each time: their office is no option of the field. */
export const STRANGERS = [
  consultant(['camille.moreau', 'Camille', 'Moreau', 'Consultant', 'grace.mitchell']),
  consultant(['jean-luc.petit', 'Jean-Luc', 'Petit', 'Consultant', 'grace.mitchell']),
  consultant(['ines.garnier', 'Inès', 'Garnier', 'Consultant', 'grace.mitchell']),
];

/** Those who come within the week, and not with the first cycle. */
export const JOINERS: readonly string[] = ['ananya.iyer', 'zofia.nowak', 'noor.rahman', 'ivan.petrov'];

const isIn =
  (...departments: readonly string[]) =>
  (person: Person) =>
    departments.includes(person.department);

/** Who is in a group with the first cycle, or with their own coming. */
export const GROUPS: readonly (readonly [displayName: string, isMember: (person: Person) => boolean])[] = [
  ['All Contoso', () => true],
  ['Kissflow builders', isIn('Engineering', 'Operations')],
  ['Expense approvers', ({ title }) => /^(Chief|Head|Controller|Engineering Manager)/.test(title)],
  ['Travel requests', isIn('Sales', 'Management')],
  ['Onboarding', isIn('People', 'Operations')],
  ['東京プロジェクト', ({ login }) => ['sato.haruka', 'li.wei', 'kim.minjun'].includes(login)],
  ['Customer escalations', isIn('Support')],
];
