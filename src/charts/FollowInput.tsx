/** A field for the numbers of further samples to follow: "12, 340". It also shows those that were picked elsewhere on the page. */
import { TextInput } from '@mantine/core';
import { type FormEvent, memo, useId, useState } from 'react';
import { useRuns } from '../state/runs';
import { useSamples } from '../state/samples';
import classes from './charts.module.css';
import { parseSamples } from './sample-numbers';

export const FollowInput = memo(function FollowInput({ onFollow }: { readonly onFollow: (samples: readonly number[]) => void }) {
  const picked = useSamples((state) => state.picked);
  /** What is being typed; null while the field shows what is picked. */
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const id = useId();

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (draft === null) return;
    const parsed = parseSamples(draft);
    const size = useRuns.getState().task?.trainSize ?? null;
    const beyond = 'error' in parsed || size === null ? undefined : parsed.samples.find((sample) => sample >= size);
    if ('error' in parsed) setError(parsed.error);
    else if (beyond !== undefined && size !== null) setError(`there is no sample ${beyond}: they are numbered 0 to ${size - 1}`);
    else {
      setDraft(null);
      if (parsed.samples.join() !== picked.join()) onFollow(parsed.samples);
    }
  };

  return (
    <form onSubmit={submit} className={classes.follow}>
      <TextInput
        size="xs"
        aria-label="Numbers of further samples to follow"
        placeholder="also follow 12, 340"
        title="Numbers of further training samples to follow, counted from 0; press Enter. An empty field follows only the chosen ones."
        value={draft ?? picked.join(', ')}
        error={error !== null}
        aria-describedby={error === null ? undefined : id}
        onChange={(event) => {
          setDraft(event.currentTarget.value);
          setError(null);
        }}
        onBlur={() => submit()}
      />
      {error !== null && (
        <p id={id} role="alert" className={classes.followError}>
          {error}
        </p>
      )}
    </form>
  );
});
