/** Log or linear y axis of a drawing. */
import { TextSwitch } from '../../charts/TextSwitch';
import type { YScale } from '../../state/chart-settings';

const scales = [
  { value: 'log', label: 'log', help: 'Logarithmic y axis' },
  { value: 'linear', label: 'lin', help: 'Linear y axis' },
] as const satisfies readonly { value: YScale; label: string; help: string }[];

interface ScaleChoiceProps {
  /** The drawing's title. */
  readonly of: string;
  readonly value: YScale;
  readonly onChange: (scale: YScale) => void;
}

export function ScaleChoice({ of, value, onChange }: ScaleChoiceProps) {
  return <TextSwitch label={`y axis of ${of}`} value={value} choices={scales} onChange={onChange} />;
}
