import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { EmptyState } from './EmptyState.tsx'
import { TriangleAlert } from 'lucide-react'
import { Notice } from './Notice.tsx'

/** What {@link ProblemNotice} takes; `words/problems.ts` makes all of it but the handlers from a Problem. */
export interface ProblemNoticeProps {
  /** By the problem's kind. */
  readonly title: string
  readonly message: string
  /** What the person can do, as one imperative sentence. */
  readonly fix?: string | undefined
  /** When trying again can succeed, in words. */
  readonly retryWords?: string | undefined
  readonly retryLabel: string
  readonly onRetry?: (() => void) | undefined
  readonly isRetrying?: boolean
  /** Further ways out: a link to settings. */
  readonly actions?: ReactNode
  /** `page` where the problem stands instead of a whole screen. */
  readonly size?: 'inline' | 'page'
}

/** A problem as a person meets it: title, what happened, what to do, and the button that does it. */
export function ProblemNotice(props: ProblemNoticeProps) {
  const { title, message, fix, retryWords, retryLabel, onRetry, isRetrying = false, actions, size = 'inline' } = props
  const text = (
    <>
      {message}
      {fix !== undefined && fix !== message && ` ${fix}`}
      {retryWords !== undefined && ` ${retryWords}`}
    </>
  )
  const buttons = (onRetry !== undefined || actions !== undefined) && (
    <>
      {onRetry !== undefined && (
        <Button size={size === 'page' ? 'medium' : 'small'} isPending={isRetrying} onPress={onRetry}>
          {retryLabel}
        </Button>
      )}
      {actions}
    </>
  )
  return size === 'page' ? (
    <EmptyState icon={TriangleAlert} title={title} actions={buttons || undefined} isProblem>
      {text}
    </EmptyState>
  ) : (
    <Notice tone="problem" title={title} actions={buttons || undefined} isLive>
      {text}
    </Notice>
  )
}
