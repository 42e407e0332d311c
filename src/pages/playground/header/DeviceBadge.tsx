/** Names the machine that computes: always in sight, the reason on hover, details and the choice of backend on a press. */
import { Popover, Tooltip } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { type BackendChoice, type DeviceInfo, type Stepping, steppings } from '../../../engine/device-info';
import { backendChoices, backendLabels, steppingLabels, useDevice } from '../../../state/device';
import { isUnderWay, useRuns } from '../../../state/runs';
import { chooseBackend } from '../../../state/session';
import styles from './header.module.css';

/** How well the machine is off: its own GPU, a GPU computed on the CPU, or no GPU. */
type Standing = 'looking' | 'gpu' | 'software' | 'none';

function standingOf(info: DeviceInfo | null): Standing {
  if (!info) return 'looking';
  if (info.backend === 'webgpu' || info.backend === 'webgl') return info.software ? 'software' : 'gpu';
  return 'none';
}

/** The machine in a few words, "NVIDIA · ampere" and "WebGPU"; the first part gives way on a narrow screen. */
function shortTexts(info: DeviceInfo): { adapter: string; backend: string } {
  const adapter = info.adapter ?? 'no WebGPU';
  return { adapter: info.software ? `${adapter} · software GPU` : adapter, backend: backendLabels[info.backend] };
}

const milliseconds = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** The badge and its popover. */
export function DeviceBadge() {
  const info = useDevice((state) => state.info);
  const [opened, setOpened] = useState(false);
  const lost = useDevice((state) => state.lost);
  const standing = lost ? 'none' : standingOf(info);
  const { adapter, backend } = info ? shortTexts(info) : { adapter: '', backend: lost ? 'worker stopped' : 'looking for a device…' };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={340} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip
          label={
            info?.reason ??
            (lost ? 'The worker crashed; Run or Restart the worker starts a new one.' : 'The worker is asking the browser for a GPU.')
          }
          multiline
          maw={320}
          disabled={opened}
          withArrow
        >
          <button
            type="button"
            className={styles.badge}
            aria-label={`Device: ${adapter ? `${adapter} · ` : ''}${backend}`}
            onClick={() => setOpened(!opened)}
          >
            {standing === 'software' ? (
              <IconAlertTriangle className={styles.warn} size={15} stroke={1.8} aria-hidden="true" />
            ) : (
              <span className={styles.lamp} data-standing={standing} aria-hidden="true" />
            )}
            <span className={styles.badgeText}>
              {adapter && <span className={styles.adapter}>{adapter} · </span>}
              {backend}
            </span>
          </button>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown className={styles.device} role="dialog" aria-label="Device">
        <DeviceDetails info={info} />
      </Popover.Dropdown>
    </Popover>
  );
}

function DeviceDetails({ info }: { readonly info: DeviceInfo | null }) {
  const choice = useDevice((state) => state.choice);
  const stepping = useDevice((state) => state.stepping);
  const setStepping = useDevice((state) => state.setStepping);
  const busy = useRuns((state) => isUnderWay(state.status));
  const slowest = Math.max(...(info?.trial.map((entry) => entry.milliseconds) ?? [1]));
  return (
    <>
      <dl className={styles.facts}>
        <dt>Adapter</dt>
        <dd>
          {info ? (info.adapter ?? 'none: this browser has no WebGPU') : '…'}
          {info?.software && ' (software GPU: WebGPU computed on the CPU)'}
        </dd>
        <dt>In use</dt>
        <dd>{info ? backendLabels[info.backend] : '…'}</dd>
      </dl>
      <label className={styles.choice}>
        <span>Backend</span>
        <select value={choice} disabled={busy} onChange={(event) => chooseBackend(event.currentTarget.value as BackendChoice)}>
          {backendChoices.map((candidate) => (
            <option key={candidate} value={candidate}>
              {backendLabels[candidate]}
            </option>
          ))}
        </select>
      </label>
      {(info?.backend === 'webgpu' || choice === 'webgpu') && (
        <label className={styles.choice}>
          <span>Training step</span>
          <select value={stepping} disabled={busy} onChange={(event) => setStepping(event.currentTarget.value as Stepping)}>
            {steppings.map((candidate) => (
              <option key={candidate} value={candidate}>
                {steppingLabels[candidate]}
              </option>
            ))}
          </select>
        </label>
      )}
      {busy && <p className={styles.dim}>These can be changed when nothing runs: press Reset first.</p>}
      {info && <p>{info.reason}</p>}
      {info && info.trial.length > 0 && (
        <table className={styles.trial}>
          <caption>Trial: milliseconds an update</caption>
          <tbody>
            {info.trial.map((entry) => (
              <tr key={entry.backend}>
                <th scope="row">{backendLabels[entry.backend]}</th>
                <td className={styles.bar}>
                  <span style={{ width: `${(100 * entry.milliseconds) / slowest}%` }} />
                </td>
                <td>{milliseconds.format(entry.milliseconds)} ms</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {info?.adapter && (
        <p>
          <a className={styles.benchmark} href="./?bench">
            Benchmark this GPU
          </a>
        </p>
      )}
    </>
  );
}
