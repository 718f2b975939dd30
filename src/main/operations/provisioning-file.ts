import { z } from 'zod'
import { ZoomPlan } from '../../shared/contract/account.ts'
import { Text } from '../../shared/contract/common.ts'
import { Settings } from '../../shared/contract/setting.ts'
import { isDomain } from '../../shared/domain/registration.ts'
import { isTimeZone } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import { product } from '../../shared/product.ts'
import type { ProvisioningFile } from '../ports.ts'

/** A code of Zoom's; one that was emptied after connecting counts as left out. */
const Code = (maximum: number) =>
  z
    .string()
    .trim()
    .max(maximum)
    .transform((text) => (text === '' ? undefined : text))
const folded = z.string().trim().toLowerCase()

const Schema = z.strictObject({
  school: z
    .strictObject({
      name: Text(120),
      timeZone: z.string().trim().refine(isTimeZone, 'has to be a time zone such as Asia/Manila'),
    })
    .partial()
    .prefault({}),
  zoom: z
    .strictObject({
      accountId: Code(200),
      clientId: Code(200),
      clientSecret: Code(400),
      plan: ZoomPlan,
    })
    .partial()
    .prefault({}),
  registration: z
    .strictObject({
      allowedDomains: z
        .array(
          folded.refine(
            (text) => isDomain(text.replace(/^\*\./, '')),
            'has to be a domain such as school.edu.ph or *.deped.gov.ph',
          ),
        )
        .max(100),
      ownedDomain: folded.refine(isDomain, 'has to be a domain such as school.edu.ph').nullable(),
    })
    .partial()
    .prefault({}),
  defaults: Settings.shape.defaults.partial().prefault({}),
})

/** What the provisioning file says: everything may be left out. Holds the client secret. */
export type ParsedProvisioning = z.output<typeof Schema>

const mostSentences = 5
const kindsOf: Readonly<Record<string, string>> = {
  string: 'text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list in square brackets',
  object: 'a group in braces',
}

/**
 * Reads the provisioning file. Raises `fileUnreadable` with one sentence for each thing that is wrong, which names the field
 * and never what stands in it; nor does anything of the content hang on the error.
 */
export function parseProvisioning({ text }: Pick<ProvisioningFile, 'text'>): ParsedProvisioning {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    // The parser quotes what it read, which may be the secret: only the place is taken over.
    const [, line] = /\(line (\d+) column \d+\)/.exec(error instanceof Error ? error.message : '') ?? []
    throw unusable([line === undefined ? 'It is not JSON.' : `It is not JSON from line ${line} on.`])
  }
  const parsed = Schema.safeParse(value)
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  throw unusable(issues.slice(0, mostSentences).map(sentenceOf), fieldOf(issues[0]))
}

function unusable(sentences: readonly string[], field?: string): ProblemError {
  return new ProblemError(
    'fileUnreadable',
    ['The provisioning file of this computer cannot be used.', ...sentences].join(' '),
    {
      fix: `Ask your IT to correct ${product.provisioningFile}; Homeroom goes on without it.`,
      ...(field === undefined ? {} : { field }),
    },
  )
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const field = fieldOf(issue) ?? 'The whole'
  switch (issue.code) {
    case 'unrecognized_keys':
      return `There is no field ${field}.`
    case 'invalid_type':
      return `${field} has to be ${kindsOf[issue.expected] ?? 'of another kind'}.`
    case 'invalid_value':
      return `${field} has to be one of ${issue.values.join(', ')}.`
    case 'too_small':
      return issue.origin === 'string' ? `${field} is empty.` : `${field} has to be ${issue.minimum} or more.`
    case 'too_big':
      return issue.origin === 'string'
        ? `${field} has to have ${issue.maximum} characters or fewer.`
        : `${field} has to be ${issue.maximum} or less.`
    case 'custom':
      return `${field} ${issue.message}.`
    default:
      return `${field} is not right.`
  }
}

/** The dotted name of the field at fault; an unknown one only when it looks like a name. */
function fieldOf(issue: z.core.$ZodIssue | undefined): string | undefined {
  if (issue === undefined) return undefined
  const unknown = issue.code === 'unrecognized_keys' ? [issue.keys.find(isName) ?? 'of that name'] : []
  const path = [...issue.path, ...unknown].map(String)
  return path.length === 0 ? undefined : path.join('.')
}

const isName = (key: string): boolean => /^[\w$-]{1,30}$/.test(key)
