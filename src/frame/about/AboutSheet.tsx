/** About the page: what it is, what it keeps where, and the licences of what it is made of. */

import { useState } from 'react';
import { usePageVersion } from '../../state/page-version';
import { SideSheet } from '../sheet/SideSheet';
import styles from './about.module.css';
import { closeAbout, useAbout } from './about-store';
import { type Licence, useLicences } from './use-licences';

/** The sheet. */
export function AboutSheet() {
  const opened = useAbout((state) => state.opened);
  return (
    <SideSheet opened={opened} onClose={closeAbout} title="About Polyak Playground" closeLabel="Close" width={640} className={styles.body}>
      <Introduction />
      <Licences />
    </SideSheet>
  );
}

function Introduction() {
  const offline = usePageVersion((state) => state.offlineReady);
  return (
    <>
      <p>
        Version {import.meta.env.PAGE_VERSION}, on TensorFlow.js {import.meta.env.TENSORFLOW_VERSION}. It implements AALIG (published as
        ALI-G+) of the paper <cite>Faking Interpolation Until You Make It</cite>, beside the methods that the paper compares, anew from
        formulas and figures.
      </p>
      <p>
        Everything is computed and kept on this machine: no experiment, file or result leaves it. Only a data set that you download comes
        from elsewhere. {offline ? 'The page is kept by this browser: it starts and trains without a network.' : ''}
      </p>
    </>
  );
}

function Licences() {
  const { licences, problem } = useLicences();
  return (
    <section aria-labelledby="licences-title" className={styles.licences}>
      <h3 id="licences-title">Licences</h3>
      <p>The page itself is under the MIT licence. It is made with these packages:</p>
      {problem && <p role="alert">{problem}</p>}
      {!licences && !problem && <p>Reading the list …</p>}
      <ul>
        {licences?.map((licence) => (
          <LicenceRow key={`${licence.name}@${licence.version}`} licence={licence} />
        ))}
      </ul>
    </section>
  );
}

function LicenceRow({ licence: { name, version, licence, author, text } }: { readonly licence: Licence }) {
  const [opened, setOpened] = useState(false);
  return (
    <li>
      <details onToggle={(event) => setOpened(event.currentTarget.open)}>
        <summary>
          <span className={styles.name}>{name}</span> <span className={styles.dim}>{version}</span>
          <span className={styles.kind}>{licence}</span>
        </summary>
        {author && <p className={styles.dim}>{author}</p>}
        {/* Long, and a hundred of them: only what is looked at is drawn. */}
        {opened && <pre>{text ?? `The package brings no text of its licence (${licence}).`}</pre>}
      </details>
    </li>
  );
}
