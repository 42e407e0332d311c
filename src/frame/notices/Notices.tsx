/** What went wrong: what, where, what to do. Stands over the corner of the page, so that nothing moves. */
import { CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { type Notice, useNotices } from '../../state/notices';
import { restartWorker } from '../../state/session';
import styles from './notices.module.css';
import { UpdateCard } from './UpdateCard';
import { WorkCards } from './WorkCards';

/** The stack of notices. */
export function Notices() {
  const notices = useNotices((state) => state.notices);
  return (
    <section className={styles.stack} aria-label="Notices">
      <UpdateCard />
      <WorkCards />
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const dismiss = useNotices((state) => state.dismiss);
  const Icon = notice.kind === 'error' ? IconAlertTriangle : IconInfoCircle;
  return (
    <div className={styles.notice} role="alert" data-kind={notice.kind}>
      <Icon className={styles.icon} size={18} stroke={1.7} aria-hidden="true" />
      <div className={styles.body}>
        <p className={styles.title}>{notice.title}</p>
        <p className={styles.text}>{notice.text}</p>
        {notice.topic === 'crash' && (
          <button type="button" className={styles.action} onClick={restartWorker}>
            Restart the worker
          </button>
        )}
      </div>
      <CloseButton size="sm" aria-label={`Dismiss: ${notice.title}`} onClick={() => dismiss(notice.id)} />
    </div>
  );
}
