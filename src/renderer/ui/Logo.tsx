/** Our mark, 26 pixels: resources/icon.svg without its gradient. Decoration: the product's name stands beside it. */
export function Logo({ size = 26 }: { readonly size?: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="64 64 896 896">
      <rect x="64" y="64" width="896" height="896" rx="208" fill="#0f6b5c" />
      <path
        d="M214 428 Q214 388 246 364 L348 286 Q404 246 404 312 V442 Q404 496 458 496 H566 Q620 496 620 442 V312 Q620 246 676 286 L778 364 Q810 388 810 428 V744 Q810 788 766 788 H664 Q620 788 620 744 V724 A108 108 0 0 0 404 724 V744 Q404 788 360 788 H258 Q214 788 214 744 Z"
        fill="#faf8f3"
      />
      <circle cx="512" cy="336" r="82" fill="#f5c85f" />
    </svg>
  )
}
