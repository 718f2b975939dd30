import { useLive } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { problemWords } from '../../../words/problems.ts'
import { settingsWords } from '../../../words/settings.ts'
import { DefaultsForm } from './DefaultsForm.tsx'
import { FeedsForm } from './FeedsForm.tsx'
import { HoursForm } from './HoursForm.tsx'
import { RostersForm } from './RostersForm.tsx'
import { RegistrationForm } from './RegistrationForm.tsx'

/** With whom students are registered, what a new class begins with, and when classes take place. */
export function ClassesPart() {
  const formats = useFormats()
  const { data, problem, reload } = useLive('setting.get', {})
  if (data !== null) {
    return (
      <>
        <RegistrationForm settings={data} />
        <DefaultsForm settings={data} />
        <HoursForm settings={data} />
        <RostersForm settings={data} />
        <FeedsForm />
      </>
    )
  }
  return problem === null ? (
    <Skeleton label={settingsWords.loading} />
  ) : (
    <ProblemNotice {...problemWords(problem, formats)} onRetry={reload} />
  )
}
