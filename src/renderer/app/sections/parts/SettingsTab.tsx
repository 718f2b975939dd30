import { useState } from 'react'
import type { InputOf } from '../../../../shared/contract/index.ts'
import type { Section } from '../../../../shared/contract/section.ts'
import type { PersonId } from '../../../../shared/ids.ts'
import { nowMs } from '../../../clock.ts'
import { useCommand } from '../../../live.ts'
import { StaffField } from '../../../person/StaffField.tsx'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DateField.tsx'
import { Fields } from '../../../ui/Field.tsx'
import type { Choice } from '../../../ui/ListBox.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { RadioCards } from '../../../ui/RadioCards.tsx'
import { TextArea, TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { enrollmentWords } from '../../../words/enrollment.ts'
import { problemWords } from '../../../words/problems.ts'
import { sectionWords } from '../../../words/sections.ts'
import styles from './Tabs.module.css'

const { settings: words } = sectionWords
const domainKinds = (['school', 'any', 'own'] as const).map((id) => ({ id, ...words.domainKinds[id] }))
const linkKinds = (['personal', 'class'] as const).map((id) => ({ id, ...words.linkKinds[id] }))

interface Draft {
  readonly name: string
  readonly gradeLevel: string
  readonly shift: string
  readonly adviser: Choice | null
  readonly adviserFrom: string | null
  readonly linkKind: Section['linkKind']
  readonly domainKind: (typeof domainKinds)[number]['id']
  readonly domains: string
}

const draftOf = (section: Section, today: string): Draft => ({
  name: section.name,
  gradeLevel: section.gradeLevel,
  shift: section.shift,
  adviser: section.adviserId === null ? null : { id: section.adviserId, label: section.adviser ?? '' },
  adviserFrom: today,
  linkKind: section.linkKind,
  domainKind: section.allowedDomains === null ? 'school' : section.allowedDomains.length === 0 ? 'any' : 'own',
  domains: section.allowedDomains?.join('\n') ?? '',
})

const domainsOf = ({ domainKind, domains }: Draft): string[] | null =>
  domainKind === 'school'
    ? null
    : domainKind === 'any'
      ? []
      : domains
          .split(/[\s,;]+/)
          .map((line) => line.trim().replace(/^@/, ''))
          .filter((line) => line !== '')

type Changes = InputOf<'section.change'>['changes']

/** What of the form differs from what was there. */
function changesOf(before: Draft, now: Draft): Changes {
  const isOther = (name: keyof Draft) => before[name] !== now[name]
  const { adviser, adviserFrom } = now
  return {
    ...(isOther('name') ? { name: now.name } : {}),
    ...(isOther('gradeLevel') ? { gradeLevel: now.gradeLevel } : {}),
    ...(isOther('shift') ? { shift: now.shift } : {}),
    ...(isOther('linkKind') ? { linkKind: now.linkKind } : {}),
    ...(before.adviser?.id === adviser?.id || adviserFrom === null
      ? {}
      : { adviser: { personId: (adviser?.id as PersonId | undefined) ?? null, fromOn: adviserFrom } }),
    ...(JSON.stringify(domainsOf(before)) === JSON.stringify(domainsOf(now)) ? {} : { allowedDomains: domainsOf(now) }),
  }
}

/** What is set of one section: its name, adviser, links and the addresses that may be registered. */
export function SettingsTab({ section, mayChange }: { readonly section: Section; readonly mayChange: boolean }) {
  const formats = useFormats()
  const today = formats.dateOf(nowMs())
  const before = draftOf(section, today)
  const [typed, setTyped] = useState<Partial<Draft>>({})
  const draft: Draft = { ...before, ...typed }
  const [isChecked, setChecked] = useState(false)
  const { run, isRunning, problem } = useCommand('section.change')
  const set = (changes: Partial<Draft>) => setTyped((old) => ({ ...old, ...changes }))
  const changes = changesOf(before, draft)
  const isNewAdviser = before.adviser?.id !== draft.adviser?.id
  const needsDomain = draft.domainKind === 'own' && domainsOf(draft)?.length === 0
  const needsDay = isNewAdviser && draft.adviserFrom === null
  const errorAt = (field: string) =>
    problem?.field === `changes.${field}` ? [problem.message, problem.fix].filter(Boolean).join(' ') : undefined
  const isAtField = ['name', 'allowedDomains'].some((field) => problem?.field?.startsWith(`changes.${field}`) ?? false)
  const save = async () => {
    setChecked(true)
    if (draft.name.trim() === '' || needsDomain || needsDay) return
    if ((await run({ sectionId: section.id, changes })) === null) return
    setTyped({})
    setChecked(false)
    showToast({ title: words.saved })
  }
  return (
    <form
      className={styles.scroll}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <fieldset disabled={!mayChange} className={styles.settings}>
        <Panel title={words.about}>
          <Fields columns={3}>
            <TextField
              label={words.name}
              value={draft.name}
              maxLength={100}
              isDisabled={!mayChange}
              onChange={(name) => set({ name })}
              error={errorAt('name') ?? (isChecked && draft.name.trim() === '' ? sectionWords.needName : undefined)}
            />
            <TextField
              label={words.gradeLevel}
              value={draft.gradeLevel}
              maxLength={50}
              isDisabled={!mayChange}
              onChange={(gradeLevel) => set({ gradeLevel })}
            />
            <TextField
              label={words.shift}
              value={draft.shift}
              maxLength={30}
              isDisabled={!mayChange}
              onChange={(shift) => set({ shift })}
            />
          </Fields>
          <Fields columns={2}>
            <StaffField
              label={words.adviser}
              placeholder={words.adviserHint}
              emptyText={sectionWords.noTeacher}
              value={draft.adviser}
              isDisabled={!mayChange}
              onChange={(adviser) => set({ adviser })}
            />
            {isNewAdviser && (
              <DatePicker
                label={words.adviserFrom}
                description={words.adviserFromHelp}
                value={draft.adviserFrom}
                onChange={(adviserFrom) => set({ adviserFrom })}
                error={isChecked && needsDay ? enrollmentWords.needDay : undefined}
              />
            )}
          </Fields>
        </Panel>
        <Panel title={words.registration}>
          <RadioCards
            label={words.linkKind}
            columns={2}
            cards={linkKinds}
            value={draft.linkKind}
            isDisabled={!mayChange}
            onChange={(linkKind) => set({ linkKind })}
          />
          <RadioCards
            label={words.domains}
            columns={3}
            cards={domainKinds}
            value={draft.domainKind}
            isDisabled={!mayChange}
            onChange={(domainKind) => set({ domainKind })}
          />
          {draft.domainKind === 'own' && (
            <TextArea
              label={words.domainList}
              description={words.domainHelp}
              value={draft.domains}
              isDisabled={!mayChange}
              onChange={(domains) => set({ domains })}
              spellCheck="false"
              error={
                isAtField && problem?.field?.startsWith('changes.allowedDomains')
                  ? problem.message
                  : isChecked && needsDomain
                    ? words.needDomain
                    : undefined
              }
            />
          )}
        </Panel>
        {problem !== null && !isAtField && <ProblemNotice {...problemWords(problem, formats)} />}
        {mayChange && (
          <div>
            <Button
              type="submit"
              variant="primary"
              isPending={isRunning}
              isDisabled={Object.keys(changes).length === 0 && !needsDomain && !needsDay}
            >
              {words.save}
            </Button>
          </div>
        )}
      </fieldset>
    </form>
  )
}
