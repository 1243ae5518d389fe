import { axisTop, highest, linePath } from "../../model/chart";

interface SparklineProps {
  /** Null where the answer has none: only the busiest are drawn. */
  readonly values: readonly (number | null)[] | null;
}

const WIDTH = 132;
const HEIGHT = 26;

/** The shape of a column's last values, each on its own scale from zero on. The figure beside it says how much. */
export function Sparkline({ values }: SparklineProps) {
  if (values === null || values.length === 0) return null;
  const top = axisTop(highest([values]), Number.MIN_VALUE);
  const x = (step: number) => 1 + ((step + 0.5) / values.length) * (WIDTH - 2);
  const y = (value: number) => HEIGHT - 2 - (value / top) * (HEIGHT - 5);
  return (
    <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path className="base" d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} />
      <path className="line" d={linePath(values, x, y)} />
    </svg>
  );
}
