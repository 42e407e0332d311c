/** The page that teaches: from what a step size is to why AOVs work, by things to drag. */
import { ColorSchemeToggle } from '../../frame/ColorSchemeToggle';
import { TopBar } from '../../frame/TopBar';
import { LessonIndex } from './LessonIndex';
import { LessonSection } from './LessonSection';
import styles from './learn.module.css';
import { sections } from './sections';

const minutes = sections.reduce((sum, section) => sum + (section.minutes ?? 0), 0);

/** The page. */
export function LearnPage() {
  return (
    <>
      <TopBar page="learn">
        <ColorSchemeToggle />
      </TopBar>
      <div className={styles.page}>
        <LessonIndex sections={sections} />
        <main className={styles.main}>
          <header className={styles.intro}>
            <h2>Learn: Polyak step sizes you can touch</h2>
            <p>
              How long should a step be? Every optimizer answers that, most with a number you have to tune. A Polyak step reads it off the
              loss, if it knows how low the loss can get. AALIG learns that, sample by sample. About {minutes} minutes, and everything can
              be dragged: by mouse, by finger, or with the arrow keys.
            </p>
          </header>
          {sections.map((section, index) => (
            <LessonSection key={section.id} section={section} number={index + 1} next={sections[index + 1]} />
          ))}
        </main>
      </div>
    </>
  );
}
