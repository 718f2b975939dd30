import { createRandom } from './random.ts'

/** The parts of a person's name as a school writes them down. */
export interface PersonName {
  readonly family: string
  readonly given: string
  /** The mother's family name, as usual in the Philippines; empty for some. */
  readonly middle: string
  /** Jr., III and the like; usually empty. */
  readonly suffix: string
  readonly nickname: string
}

const girls = (
  'Ana|Althea|Angelica|Bea|Bianca|Camille|Carmela|Chloe|Clarisse|Danica|Diana|Divine|Eloisa|Erika|Faith|' +
  'Francine|Gabriela|Gwen|Hannah|Hazel|Irish|Isabel|Jasmine|Jhoanna|Joy|Julia|Kathleen|Kimberly|Kyla|Lea|Liza|' +
  'Lovely|Mae|Maricel|Mikaela|Nicole|Patricia|Precious|Princess|Queenie|Reyna|Rhea|Rose Ann|Samantha|Shaina|' +
  'Sofia|Trisha|Venice|Ysabel|Zyra'
).split('|')
const boys = (
  'Aaron|Adrian|Aldrin|Andrei|Angelo|Arvin|Benedict|Bryan|Carlo|Cedrick|Christian|Clark|Daniel|Darwin|Dominic|' +
  'Edward|Elijah|Emmanuel|Enzo|Francis|Gabriel|Gerald|Harold|Ian|Ivan|Jasper|Jericho|Jerome|John Mark|Joshua|' +
  'Juan Miguel|Justin|Kenneth|Kevin|Kurt|Lance|Lorenzo|Marvin|Matthew|Nathaniel|Noel|Patrick|Paulo|Rafael|Renz|' +
  'Ryan|Sean|Tristan|Vincent|Zander'
).split('|')
const families = (
  'Abad|Aguilar|Alcantara|Aquino|Bautista|Bernardo|Cabrera|Castillo|Castro|Cruz|Dela Cruz|Dela Peña|De Guzman|' +
  'De Leon|Delos Santos|Diaz|Domingo|Enriquez|Espiritu|Estrada|Fernandez|Flores|Francisco|Garcia|Gomez|Gonzales|' +
  'Guevarra|Hernandez|Ignacio|Javier|Lacson|Lopez|Luna|Macaraeg|Magbanua|Manalo|Marquez|Mendoza|Mercado|Miranda|' +
  'Morales|Natividad|Navarro|Ocampo|Ortega|Pacheco|Pangilinan|Pascual|Perez|Quizon|Ramirez|Ramos|Reyes|Rivera|' +
  'Robles|Rosales|Salazar|Salonga|San Jose|Santiago|Santos|Sarmiento|Soriano|Tolentino|Torres|Tuazon|Valdez|' +
  'Velasco|Villanueva|Yap|Zamora|Zubiri'
).split('|')

/** Names that break software: accents, long names, apostrophes, scripts other than Latin. Each school has them all. */
const unusual: readonly { readonly sex: 'F' | 'M'; readonly name: PersonName }[] = [
  {
    sex: 'F',
    name: { family: 'Ñuñez', given: 'María Concepción', middle: 'Peñaflor', suffix: '', nickname: 'Connie' },
  },
  {
    sex: 'F',
    name: {
      family: 'Villanueva-Dimaculangan',
      given: 'Maria Cristina Josefina Bernadette',
      middle: 'Catacutan-Dimaguiba',
      suffix: '',
      nickname: 'Bernie',
    },
  },
  { sex: 'M', name: { family: "O'Hara", given: 'Liam José', middle: '', suffix: '', nickname: 'Liam' } },
  { sex: 'M', name: { family: '김', given: '민준', middle: '', suffix: '', nickname: 'MJ' } },
  { sex: 'F', name: { family: '田中', given: '葵', middle: '', suffix: '', nickname: 'Aoi' } },
  { sex: 'F', name: { family: 'Nguyễn', given: 'Thị Ánh', middle: '', suffix: '', nickname: 'Anh' } },
  { sex: 'M', name: { family: 'الهاشمي', given: 'محمد', middle: '', suffix: '', nickname: 'Moh' } },
  {
    sex: 'M',
    name: { family: 'De los Reyes', given: 'Ma. Jose Antonio', middle: 'Sy', suffix: 'III', nickname: 'Third' },
  },
]

/** The unusual name for the n-th student of the school, if there is one at that place. */
export function unusualName(place: number): (typeof unusual)[number] | undefined {
  return unusual[place]
}

/** A common Filipino name, the same for the same words. */
export function commonName(sex: 'F' | 'M', ...words: readonly (string | number)[]): PersonName {
  const random = createRandom('name', ...words)
  const first = random.pick(sex === 'F' ? girls : boys)
  const second = random.chance(0.35) ? random.pick(sex === 'F' ? girls : boys) : ''
  const prefix = sex === 'F' && random.chance(0.08) ? 'Ma. ' : ''
  const given = `${prefix}${first}${second === '' || second === first ? '' : ` ${second}`}`
  const suffix = sex === 'M' && random.chance(0.06) ? random.pick(['Jr.', 'Jr.', 'III']) : ''
  return {
    family: random.pick(families),
    given,
    middle: random.chance(0.93) ? random.pick(families) : '',
    suffix,
    nickname: first.split(' ')[0]?.slice(0, random.whole(3, 5)) ?? first,
  }
}

/** The name as a registration writes it: given names, family name, suffix. */
export function plainName(name: PersonName): string {
  return [name.given, name.family, name.suffix].filter((part) => part !== '').join(' ')
}

/** Letters a to z only, lower case: what is left of a name in an e-mail address; empty for other scripts. */
export function asciiLetters(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/gu, '')
}

/** The words of a name in a fixed order, without case, accents and punctuation: two names that a reader takes for one are equal. */
export function nameKey(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .toSorted()
    .join(' ')
}
